// xtensor views of rows and columns, with xtensor's own lazy sums; dw is written column by column through a
// view.
#include <backprop/affine.hpp>

namespace backprop {

Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b) {
  require_shape("affine_forward", "w", w.shape(), {x.shape(1), w.shape(1)}, "(D, M)");
  require_shape("affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  Matrix out = zeros(x.shape(0), w.shape(1));
  for (std::size_t m = 0; m < w.shape(1); ++m) {
    xt::view(out, xt::all(), m) = xt::sum(x * xt::view(w, xt::all(), m), {1}) + b(m);
  }
  return {out, {x, w}};
}

AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const auto& [x, w] = cache;
  require_shape("affine_backward", "dout", dout.shape(), {x.shape(0), w.shape(1)}, "(N, M)");
  AffineGradients gradients{zeros(x.shape(0), x.shape(1)), zeros(w.shape(0), w.shape(1)), xt::sum(dout, {0})};
  for (std::size_t d = 0; d < x.shape(1); ++d) {
    xt::view(gradients.dx, xt::all(), d) = xt::sum(dout * xt::view(w, d, xt::all()), {1});
  }
  for (std::size_t m = 0; m < w.shape(1); ++m) {
    auto column = xt::view(gradients.dw, xt::all(), m);
    column = xt::sum(xt::view(dout, xt::all(), xt::range(m, m + 1)) * x, {0});
  }
  return gradients;
}

}  // namespace backprop
