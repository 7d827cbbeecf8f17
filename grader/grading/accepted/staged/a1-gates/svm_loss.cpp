// The graph, node by node: scores of the right classes, differences, margins, their sum; and all of it
// backwards.
#include <backprop/svm_loss.hpp>

namespace backprop {

namespace {

// 1 at each right class.
Matrix right_classes(const Labels& y, std::size_t classes) {
  Matrix result = zeros(y.size(), classes);
  for (std::size_t n = 0; n < y.size(); ++n) result(n, static_cast<std::size_t>(y(n))) = 1.0;
  return result;
}

}  // namespace

Forward<double, SvmLossCache> svm_loss_forward(const Matrix& x, const Labels& y) {
  require_shape("svm_loss_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  require_labels("svm_loss_forward", y, x.shape(1));
  const Matrix is_right = right_classes(y, x.shape(1));
  const Matrix differences = x - as_column(sum(is_right * x, 1));
  const Matrix margins = (1.0 - is_right) * xt::maximum(1.0 + differences, 0.0);
  return {mean(sum(margins, 1)), {margins, y}};
}

Matrix svm_loss_backward(double dloss, const SvmLossCache& cache) {
  const auto& [margins, y] = cache;
  const Vector dsum = zeros(y.size()) + dloss / static_cast<double>(y.size());
  const Matrix dmargins = as_column(dsum) * xt::ones_like(margins);
  const Matrix ddifferences = xt::where(margins > 0.0, dmargins, 0.0);
  const Vector dright = -sum(ddifferences, 1);
  return ddifferences + as_column(dright) * right_classes(y, margins.shape(1));
}

}  // namespace backprop
