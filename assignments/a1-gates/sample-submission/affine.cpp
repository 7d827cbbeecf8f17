#include <backprop/affine.hpp>

namespace backprop {

Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b) {
  require_shape("affine_forward", "w", w.shape(), {x.shape(1), w.shape(1)}, "(D, M)");
  require_shape("affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  return {matmul(x, w) + as_row(b), {x, w}};
}

AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const auto& [x, w] = cache;
  require_shape("affine_backward", "dout", dout.shape(), {x.shape(0), w.shape(1)}, "(N, M)");
  Matrix dx = matmul(dout, transpose(w));
  Matrix dw = zeros(w.shape(0), w.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {  // an outer product for each example, summed
    dw += outer(xt::row(x, static_cast<std::ptrdiff_t>(n)), xt::row(dout, static_cast<std::ptrdiff_t>(n)));
  }
  return {dx, dw, sum(dout, 0)};
}

}  // namespace backprop
