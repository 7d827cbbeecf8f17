#include <backprop/svm_loss.hpp>

namespace backprop {

Forward<double, SvmLossCache> svm_loss_forward(const Matrix& x, const Labels& y) {
  const std::size_t N = x.shape(0);
  require_shape("svm_loss_forward", "y", y.shape(), {N}, "(N)");
  require_labels("svm_loss_forward", y, x.shape(1));
  // BEGIN SOLUTION forward: by how much is each wrong class within 1 of the right class's score?
  Vector right = zeros(N);
  for (std::size_t n = 0; n < N; ++n) right(n) = x(n, static_cast<std::size_t>(y(n)));
  Matrix margins = maximum(x - as_column(right) + 1.0, 0.0);
  for (std::size_t n = 0; n < N; ++n) margins(n, static_cast<std::size_t>(y(n))) = 0.0;
  return {sum(margins) / static_cast<double>(N), {margins, y}};
  // END SOLUTION
}

Matrix svm_loss_backward(double dloss, const SvmLossCache& cache) {
  const auto& [margins, y] = cache;
  // BEGIN SOLUTION backward: each violated margin pushes its own class's score down and the right class's up.
  // How often is the right class pushed? Then account for the mean over the batch, and for dloss.
  Matrix dx = margins > 0.0;
  const Vector violations = sum(dx, 1);
  for (std::size_t n = 0; n < y.size(); ++n) dx(n, static_cast<std::size_t>(y(n))) -= violations(n);
  return dloss * dx / static_cast<double>(y.size());
  // END SOLUTION
}

}  // namespace backprop
