/// An LSTM over a whole sequence: lstm_step again and again, with the same weights. The cell state starts at
/// zero and stays inside: it is no output, but on the way back its gradient goes from step to step as that of
/// h does.
///
///     c_0 = 0        (h_t, c_t) = lstm_step(x_t, h_t-1, c_t-1)        t = 1..T
///
/// N = sequences, T = time steps, D = features of the input, H = hidden units.
/// The order of the gates is i, f, o, g.
#pragma once

#include <backprop/lstm_step.hpp>
#include <backprop/tensor.hpp>
#include <vector>

namespace backprop {

struct LstmCache {
  std::vector<LstmStepCache> steps;  // T of them, in order of time
};

struct LstmGradients {
  Tensor3 dx;  // (N, T, D)
  Matrix dh0;  // (N, H)
  Matrix dwx;  // (D, 4H)
  Matrix dwh;  // (H, 4H)
  Vector db;   // (4H)
};

/// x: (N, T, D), h0: (N, H), wx: (D, 4H), wh: (H, 4H), b: (4H).  Returns h: (N, T, H), the hidden state after
/// every step, and the cache. Throws ShapeError when the sizes do not fit or T is 0.
Forward<Tensor3, LstmCache> lstm_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx,
                                         const Matrix& wh, const Vector& b);

/// dh: (N, T, H) gradient of the loss with respect to each hidden state, as far as it does not come through
/// later steps. Throws ShapeError when dh does not fit the cache.
LstmGradients lstm_backward(const Tensor3& dh, const LstmCache& cache);

}  // namespace backprop
