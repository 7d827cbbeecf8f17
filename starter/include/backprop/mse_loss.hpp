/// Mean squared error, averaged over the batch and over the features.
///
///     loss = 1/(N D) sum_nd (x_nd - y_nd)^2
///
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct MseLossCache {
  Matrix difference;  // (N, D) x - y
};

/// x: (N, D) predictions, y: (N, D) targets.  Returns the loss, one number, and the cache.
/// Throws ShapeError when x and y differ in shape.
Forward<double, MseLossCache> mse_loss_forward(const Matrix& x, const Matrix& y);

/// dloss: the upstream gradient, one number (1 where this loss is the last node of the graph).
/// Returns dx: (N, D). The targets are data and get no gradient.
Matrix mse_loss_backward(double dloss, const MseLossCache& cache);

}  // namespace backprop
