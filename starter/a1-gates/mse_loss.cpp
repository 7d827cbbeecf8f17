#include <backprop/mse_loss.hpp>

namespace backprop {

Forward<double, MseLossCache> mse_loss_forward(const Matrix& x, const Matrix& y) {
  require_shape("mse_loss_forward", "y", y.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  const Matrix difference = x - y;
  return {mean(difference * difference), {difference}};
}

Matrix mse_loss_backward(double dloss, const MseLossCache& cache) {
  const auto& [difference] = cache;
  // TODO(a1.mse_loss): dx from dloss and the difference. What did the forward divide by?
  throw NotImplemented("mse_loss_backward");
}

}  // namespace backprop
