// One formula for both parts: with c = min(|e|, delta), h(e) = c (|e| - c / 2). Its slope is the sign of e
// times c.
#include <backprop/huber_loss.hpp>

namespace backprop {

Forward<double, HuberLossCache> huber_loss_forward(const Vector& q, const Vector& target, double delta) {
  require_shape("huber_loss_forward", "target", target.shape(), {q.size()}, "(N)");
  if (!(delta > 0.0)) throw std::invalid_argument("huber_loss_forward: delta must be positive");
  const Vector size = abs(q - target);
  const Vector clipped = xt::minimum(size, delta);
  return {mean(clipped * (size - clipped / 2.0)), {target - q, delta}};
}

Vector huber_loss_backward(double dloss, const HuberLossCache& cache) {
  const auto& [error, delta] = cache;
  const Vector clipped = xt::minimum(abs(error), delta);
  const Vector of_q = xt::where(error < 0.0, clipped, -clipped);
  return of_q * (dloss / static_cast<double>(error.size()));
}

}  // namespace backprop
