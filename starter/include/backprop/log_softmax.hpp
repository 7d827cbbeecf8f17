/// The logarithm of the softmax of each row, as one layer.
///
///     out_nc = log(e^x_nc / sum_k e^x_nk) = x_nc - log sum_k e^x_nk
///
/// The forward pass does not overflow for |x| up to 1e3, and its output is finite where the probability
/// itself has rounded to 0. The backward pass must be as robust: no division by a probability.
/// N = batch size, C = classes.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct LogSoftmaxCache {
  Matrix out;  // (N, C) the log-probabilities: all that the backward pass needs
};

/// x: (N, C) scores (logits).  Returns out: (N, C) and the cache.
Forward<Matrix, LogSoftmaxCache> log_softmax_forward(const Matrix& x);

/// dout: (N, C) gradient of the loss with respect to out.  Returns dx: (N, C).
/// Throws ShapeError when dout and cache.out differ in shape.
Matrix log_softmax_backward(const Matrix& dout, const LogSoftmaxCache& cache);

}  // namespace backprop
