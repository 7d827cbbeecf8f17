// A mean of means: over the features of each example, then over the batch. The gradient is divided twice as
// well.
#include <backprop/mse_loss.hpp>

namespace backprop {

Forward<double, MseLossCache> mse_loss_forward(const Matrix& x, const Matrix& y) {
  require_shape("mse_loss_forward", "y", y.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  const Matrix difference = x - y;
  return {mean(mean(difference * difference, 1)), {difference}};
}

Matrix mse_loss_backward(double dloss, const MseLossCache& cache) {
  const Matrix& difference = cache.difference;
  const double dmean = dloss / static_cast<double>(difference.shape(0));
  const double dsquare = dmean / static_cast<double>(difference.shape(1));
  return dsquare * difference + difference * dsquare;
}

}  // namespace backprop
