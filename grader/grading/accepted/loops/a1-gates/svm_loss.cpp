// Example by example, class by class; a violated margin moves two elements of dx at once.
#include <backprop/svm_loss.hpp>

namespace backprop {

Forward<double, SvmLossCache> svm_loss_forward(const Matrix& x, const Labels& y) {
  require_shape("svm_loss_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  require_labels("svm_loss_forward", y, x.shape(1));
  Matrix margins = zeros(x.shape(0), x.shape(1));
  double loss = 0.0;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    const auto right = static_cast<std::size_t>(y(n));
    for (std::size_t c = 0; c < x.shape(1); ++c) {
      const double margin = x(n, c) - x(n, right) + 1.0;
      if (c == right || margin <= 0.0) continue;
      margins(n, c) = margin;
      loss += margin / static_cast<double>(x.shape(0));
    }
  }
  return {loss, {margins, y}};
}

Matrix svm_loss_backward(double dloss, const SvmLossCache& cache) {
  const Matrix& margins = cache.margins;
  Matrix dx = zeros(margins.shape(0), margins.shape(1));
  const double push = dloss / static_cast<double>(margins.shape(0));
  for (std::size_t n = 0; n < margins.shape(0); ++n) {
    for (std::size_t c = 0; c < margins.shape(1); ++c) {
      if (margins(n, c) == 0.0) continue;
      dx(n, c) += push;
      dx(n, static_cast<std::size_t>(cache.y(n))) -= push;
    }
  }
  return dx;
}

}  // namespace backprop
