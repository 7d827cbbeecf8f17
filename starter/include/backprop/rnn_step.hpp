/// One time step of a vanilla recurrent net: the new hidden state from the input and the previous hidden
/// state.
///
///     next_h = tanh(x wx + prev_h wh + b)        dtanh(a)/da = 1 - tanh(a)^2
///
/// The loss reaches every step along two ways: through this step's output, and through all later steps.
/// N = batch size, D = features of the input, H = hidden units.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct RnnStepCache {
  Matrix x;       // (N, D)
  Matrix prev_h;  // (N, H)
  Matrix wx;      // (D, H)
  Matrix wh;      // (H, H)
  Matrix next_h;  // (N, H) the output
};

struct RnnStepGradients {
  Matrix dx;       // (N, D)
  Matrix dprev_h;  // (N, H)
  Matrix dwx;      // (D, H)
  Matrix dwh;      // (H, H)
  Vector db;       // (H)
};

/// x: (N, D), prev_h: (N, H), wx: (D, H), wh: (H, H), b: (H).  Returns next_h: (N, H) and the cache.
/// Throws ShapeError when the sizes do not fit.
Forward<Matrix, RnnStepCache> rnn_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b);

/// dnext_h: (N, H) gradient of the loss with respect to next_h, over all ways.  Throws ShapeError when it
/// does not fit the cache.
RnnStepGradients rnn_step_backward(const Matrix& dnext_h, const RnnStepCache& cache);

}  // namespace backprop
