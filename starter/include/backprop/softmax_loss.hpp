/// Softmax with cross-entropy, as one layer, averaged over the batch.
///
///     p_nc = e^x_nc / sum_k e^x_nk        loss = -1/N sum_n log p_n,y(n)
///
/// N = batch size, C = classes.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct SoftmaxLossCache {
  Matrix probabilities;  // (N, C) p, each row sums to 1
  Labels y;              // (N)
};

/// x: (N, C) scores (logits), y: (N) the right classes, each in [0, C).  Returns the mean loss, one number,
/// and the cache. Must not overflow for |x| up to 1e3: subtract each row's maximum before exponentiating, and
/// never take the log of a probability that may have rounded to 0. Throws ShapeError when x and y differ in
/// N, std::out_of_range for a label outside [0, C).
Forward<double, SoftmaxLossCache> softmax_loss_forward(const Matrix& x, const Labels& y);

/// dloss: the upstream gradient, one number.  Returns dx: (N, C).
Matrix softmax_loss_backward(double dloss, const SoftmaxLossCache& cache);

}  // namespace backprop
