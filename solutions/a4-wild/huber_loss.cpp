#include <backprop/huber_loss.hpp>

namespace backprop {

Forward<double, HuberLossCache> huber_loss_forward(const Vector& q, const Vector& target, double delta) {
  require_shape("huber_loss_forward", "target", target.shape(), {q.size()}, "(N)");
  if (!(delta > 0.0)) throw std::invalid_argument("huber_loss_forward: delta must be positive");
  // BEGIN SOLUTION forward: a parabola where |error| <= delta, straight lines of slope delta elsewhere.
  const Vector error = target - q;
  const Vector size = abs(error);
  const Vector loss = where(size <= delta, 0.5 * error * error, delta * (size - 0.5 * delta));
  return {mean(loss), {error, delta}};
  // END SOLUTION
}

Vector huber_loss_backward(double dloss, const HuberLossCache& cache) {
  const auto& [error, delta] = cache;
  // BEGIN SOLUTION backward: what is clipped here, and what is not? Mind the sign, and the mean over the
  // batch.
  const Vector slope = clip(error, -delta, delta);
  return -dloss * slope / static_cast<double>(error.size());
  // END SOLUTION
}

}  // namespace backprop
