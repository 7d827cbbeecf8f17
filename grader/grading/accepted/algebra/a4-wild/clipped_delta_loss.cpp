// The clip by two differences; the comparison of the clipped error with the error itself says what passes.
#include <algorithm>
#include <backprop/clipped_delta_loss.hpp>

namespace backprop {

Forward<double, ClippedDeltaLossCache> clipped_delta_loss_forward(const Vector& q, const Vector& target,
                                                                  double min_delta, double max_delta) {
  require_shape("clipped_delta_loss_forward", "target", target.shape(), {q.size()}, "(N)");
  if (!(min_delta <= max_delta))
    throw std::invalid_argument("clipped_delta_loss_forward: min_delta > max_delta");
  const Vector delta = -(q - target);
  double squares = 0.0;
  for (const double each : delta) {
    const double clipped = std::clamp(each, min_delta, max_delta);
    squares += clipped * clipped;
  }
  return {squares / static_cast<double>(q.size()), {delta, min_delta, max_delta}};
}

Vector clipped_delta_loss_backward(double dloss, const ClippedDeltaLossCache& cache) {
  Vector dq = zeros(cache.delta.size());
  for (std::size_t n = 0; n < dq.size(); ++n) {
    const double clipped = std::clamp(cache.delta(n), cache.min_delta, cache.max_delta);
    if (clipped == cache.delta(n)) dq(n) = dloss * (2.0 / static_cast<double>(dq.size())) * -clipped;
  }
  return dq;
}

}  // namespace backprop
