/// A gated recurrent unit over a whole sequence: gru_step again and again, with the same weights.
///
///     h_0 = h0        h_t = gru_step(x_t, h_t-1)        t = 1..T
///
/// N = sequences, T = time steps, D = features of the input, H = hidden units.
/// The order of the gates is r, z, n.
#pragma once

#include <backprop/gru_step.hpp>
#include <backprop/tensor.hpp>
#include <vector>

namespace backprop {

struct GruCache {
  std::vector<GruStepCache> steps;  // T of them, in order of time
};

struct GruGradients {
  Tensor3 dx;  // (N, T, D)
  Matrix dh0;  // (N, H)
  Matrix dwx;  // (D, 3H)
  Matrix dwh;  // (H, 3H)
  Vector db;   // (3H)
};

/// x: (N, T, D), h0: (N, H), wx: (D, 3H), wh: (H, 3H), b: (3H).  Returns h: (N, T, H), the hidden state after
/// every step, and the cache. Throws ShapeError when the sizes do not fit or T is 0.
Forward<Tensor3, GruCache> gru_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b);

/// dh: (N, T, H) gradient of the loss with respect to each hidden state, as far as it does not come through
/// later steps. Throws ShapeError when dh does not fit the cache.
GruGradients gru_backward(const Tensor3& dh, const GruCache& cache);

}  // namespace backprop
