/// The Huber loss of the TD error (Huber, 1964), averaged over the batch: a parabola in the middle, straight
/// lines outside.
///
///     e_n = target_n - q_n
///     h(e) = 1/2 e^2                      where |e| <= delta
///            delta (|e| - 1/2 delta)      elsewhere
///     loss = 1/N sum_n h(e_n)
///
/// Parabola and lines meet with the same value and the same slope: the gradient has no jump anywhere.
/// N = batch size.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct HuberLossCache {
  Vector error;  // (N) target - q
  double delta;
};

/// q: (N) predictions, target: (N), delta > 0, however small.  Returns the loss, one number, and the cache.
/// Throws ShapeError when q and target differ in shape, std::invalid_argument unless delta > 0.
Forward<double, HuberLossCache> huber_loss_forward(const Vector& q, const Vector& target, double delta);

/// dloss: the upstream gradient, one number.  Returns dq: (N). The targets are data and get no gradient.
Vector huber_loss_backward(double dloss, const HuberLossCache& cache);

}  // namespace backprop
