/// A vanilla recurrent net over a whole sequence: rnn_step again and again, with the same weights. Its
/// backward pass is backpropagation through time: the same steps, from the last to the first.
///
///     h_0 = h0        h_t = tanh(x_t wx + h_t-1 wh + b)        t = 1..T
///
/// N = sequences, T = time steps, D = features of the input, H = hidden units.
#pragma once

#include <backprop/rnn_step.hpp>
#include <backprop/tensor.hpp>
#include <vector>

namespace backprop {

struct RnnCache {
  std::vector<RnnStepCache> steps;  // T of them, in order of time
};

struct RnnGradients {
  Tensor3 dx;  // (N, T, D)
  Matrix dh0;  // (N, H)
  Matrix dwx;  // (D, H)
  Matrix dwh;  // (H, H)
  Vector db;   // (H)
};

/// x: (N, T, D), h0: (N, H), wx: (D, H), wh: (H, H), b: (H).  Returns h: (N, T, H), the hidden state after
/// every step, and the cache. Throws ShapeError when the sizes do not fit or T is 0.
Forward<Tensor3, RnnCache> rnn_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b);

/// dh: (N, T, H) gradient of the loss with respect to each hidden state, as far as it does not come through
/// later steps: that part is for this function to add.  Throws ShapeError when dh does not fit the cache.
RnnGradients rnn_backward(const Tensor3& dh, const RnnCache& cache);

}  // namespace backprop
