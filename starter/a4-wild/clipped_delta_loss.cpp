#include <backprop/clipped_delta_loss.hpp>

namespace backprop {

Forward<double, ClippedDeltaLossCache> clipped_delta_loss_forward(const Vector& q, const Vector& target,
                                                                  double min_delta, double max_delta) {
  require_shape("clipped_delta_loss_forward", "target", target.shape(), {q.size()}, "(N)");
  if (!(min_delta <= max_delta))
    throw std::invalid_argument("clipped_delta_loss_forward: min_delta > max_delta");
  const Vector delta = target - q;
  const Vector clipped = clip(delta, min_delta, max_delta);
  return {mean(clipped * clipped), {delta, min_delta, max_delta}};
}

Vector clipped_delta_loss_backward(double dloss, const ClippedDeltaLossCache& cache) {
  const auto& [delta, min_delta, max_delta] = cache;
  // TODO(a4.clipped_delta_loss): what this forward pass really does to the gradient, not what it was meant
  // to do. By how much does the loss change with an error that is clipped? And what is d delta / d q?
  throw NotImplemented("clipped_delta_loss_backward");
}

}  // namespace backprop
