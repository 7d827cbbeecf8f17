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
  // TODO(a1.affine): dx, dw and db, one line each. Let the shapes guide you.
  throw NotImplemented("affine_backward");
}

}  // namespace backprop
