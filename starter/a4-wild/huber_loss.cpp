#include <backprop/huber_loss.hpp>

namespace backprop {

Forward<double, HuberLossCache> huber_loss_forward(const Vector& q, const Vector& target, double delta) {
  require_shape("huber_loss_forward", "target", target.shape(), {q.size()}, "(N)");
  if (!(delta > 0.0)) throw std::invalid_argument("huber_loss_forward: delta must be positive");
  const Vector error = target - q;
  const Vector size = abs(error);
  const Vector loss = where(size <= delta, 0.5 * error * error, delta * (size - 0.5 * delta));
  return {mean(loss), {error, delta}};
}

Vector huber_loss_backward(double dloss, const HuberLossCache& cache) {
  const auto& [error, delta] = cache;
  // TODO(a4.huber_loss): what is clipped here, and what is not? Mind the sign, and the mean over the
  // batch.
  throw NotImplemented("huber_loss_backward");
}

}  // namespace backprop
