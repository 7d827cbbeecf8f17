/// The squared error of a TD error that is clipped first, averaged over the batch. It has been published as
/// part of DQN, and it is a mistake; here it is to be understood.
///
///     delta_n = target_n - q_n        loss = 1/N sum_n clip(delta_n, min_delta, max_delta)^2
///
/// The local gradient of clip(delta, min, max) is 1 between min and max and 0 outside. At min and max
/// themselves there is a kink: everything between the slopes of the two sides is right there.
/// N = batch size.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct ClippedDeltaLossCache {
  Vector delta;  // (N) target - q, not clipped
  double min_delta;
  double max_delta;
};

/// q: (N) predictions, target: (N), min_delta <= max_delta, which may have one sign; where they are equal no
/// error lies at them.  Returns the loss, one number, and the cache.
/// Throws ShapeError when q and target differ in shape, std::invalid_argument when min_delta > max_delta.
Forward<double, ClippedDeltaLossCache> clipped_delta_loss_forward(const Vector& q, const Vector& target,
                                                                  double min_delta, double max_delta);

/// dloss: the upstream gradient, one number.  Returns dq: (N). The targets are data and get no gradient.
Vector clipped_delta_loss_backward(double dloss, const ClippedDeltaLossCache& cache);

}  // namespace backprop
