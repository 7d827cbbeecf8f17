// Row by row through views, each row scaled in place.
#include <backprop/mse_loss.hpp>

namespace backprop {

Forward<double, MseLossCache> mse_loss_forward(const Matrix& x, const Matrix& y) {
  require_shape("mse_loss_forward", "y", y.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  MseLossCache cache{y};
  double total = 0.0;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    auto row = xt::view(cache.difference, n, xt::all());
    row = xt::view(x, n, xt::all()) - row;
    total += xt::sum(row * row)();
  }
  return {total / static_cast<double>(x.size()), cache};
}

Matrix mse_loss_backward(double dloss, const MseLossCache& cache) {
  Matrix dx = cache.difference;
  for (std::size_t n = 0; n < dx.shape(0); ++n) xt::view(dx, n, xt::all()) *= 2.0 * dloss;
  dx /= static_cast<double>(dx.size());
  return dx;
}

}  // namespace backprop
