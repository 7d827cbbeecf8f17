#include <backprop/svm_loss.hpp>

namespace backprop {

Forward<double, SvmLossCache> svm_loss_forward(const Matrix& x, const Labels& y) {
  const std::size_t N = x.shape(0);
  require_shape("svm_loss_forward", "y", y.shape(), {N}, "(N)");
  require_labels("svm_loss_forward", y, x.shape(1));
  Vector right = zeros(N);
  for (std::size_t n = 0; n < N; ++n) right(n) = x(n, static_cast<std::size_t>(y(n)));
  Matrix margins = maximum(x - as_column(right) + 1.0, 0.0);
  for (std::size_t n = 0; n < N; ++n) margins(n, static_cast<std::size_t>(y(n))) = 0.0;
  return {sum(margins) / static_cast<double>(N), {margins, y}};
}

Matrix svm_loss_backward(double dloss, const SvmLossCache& cache) {
  const auto& [margins, y] = cache;
  // TODO(a1.svm_loss): each violated margin pushes its own class's score down and the right class's up.
  // How often is the right class pushed? Then account for the mean over the batch, and for dloss.
  throw NotImplemented("svm_loss_backward");
}

}  // namespace backprop
