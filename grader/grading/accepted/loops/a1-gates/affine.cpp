// Three loops and no matmul; the backward pass goes over the summands once and hands each gradient its share.
#include <backprop/affine.hpp>

namespace backprop {

Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b) {
  require_shape("affine_forward", "w", w.shape(), {x.shape(1), w.shape(1)}, "(D, M)");
  require_shape("affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  Matrix out = zeros(x.shape(0), w.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t m = 0; m < w.shape(1); ++m) {
      out(n, m) = b(m);
      for (std::size_t d = 0; d < x.shape(1); ++d) out(n, m) += x(n, d) * w(d, m);
    }
  }
  return {out, {x, w}};
}

AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const auto& [x, w] = cache;
  require_shape("affine_backward", "dout", dout.shape(), {x.shape(0), w.shape(1)}, "(N, M)");
  AffineGradients gradients{zeros(x.shape(0), x.shape(1)), zeros(w.shape(0), w.shape(1)), zeros(w.shape(1))};
  for (std::size_t n = x.shape(0); n-- > 0;) {
    for (std::size_t m = w.shape(1); m-- > 0;) {
      gradients.db(m) += dout(n, m);
      for (std::size_t d = x.shape(1); d-- > 0;) {
        gradients.dx(n, d) += dout(n, m) * w(d, m);
        gradients.dw(d, m) += dout(n, m) * x(n, d);
      }
    }
  }
  return gradients;
}

}  // namespace backprop
