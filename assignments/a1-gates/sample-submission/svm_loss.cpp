#include <backprop/svm_loss.hpp>

namespace backprop {

Forward<double, SvmLossCache> svm_loss_forward(const Matrix& x, const Labels& y) {
  const std::size_t N = x.shape(0);
  require_shape("svm_loss_forward", "y", y.shape(), {N}, "(N)");
  require_labels("svm_loss_forward", y, x.shape(1));
  Vector right = zeros(N);
  for (std::size_t n = 0; n < N; ++n) right(n) = x(n, static_cast<std::size_t>(y(n)));
  Matrix margins = xt::maximum(x - as_column(right) + 1.0, 0.0);
  for (std::size_t n = 0; n < N; ++n) margins(n, static_cast<std::size_t>(y(n))) = 0.0;
  return {sum(margins) / static_cast<double>(N), {margins, y}};
}

Matrix svm_loss_backward(double dloss, const SvmLossCache& cache) {
  const auto& [margins, y] = cache;
  Matrix dx = xt::cast<double>(margins > 0.0);
  for (std::size_t n = 0; n < y.size(); ++n) dx(n, static_cast<std::size_t>(y(n))) = -1.0;
  return dloss * dx / static_cast<double>(y.size());
}

}  // namespace backprop
