// No step is taken out of the tensor: four loops, the time step outermost and backwards.
#include <backprop/temporal_affine.hpp>

namespace backprop {

Forward<Tensor3, TemporalAffineCache> temporal_affine_forward(const Tensor3& x, const Matrix& w,
                                                              const Vector& b) {
  require_shape("temporal_affine_forward", "w", w.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  require_shape("temporal_affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  Tensor3 out = zeros(x.shape(0), x.shape(1), w.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      for (std::size_t m = 0; m < w.shape(1); ++m) {
        double value = 0.0;
        for (std::size_t d = x.shape(2); d-- > 0;) value += x(n, t, d) * w(d, m);
        out(n, t, m) = value + b(m);
      }
    }
  }
  return {out, {x, w}};
}

TemporalAffineGradients temporal_affine_backward(const Tensor3& dout, const TemporalAffineCache& cache) {
  const auto& [x, w] = cache;
  require_shape("temporal_affine_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), w.shape(1)},
                "(N, T, M)");
  TemporalAffineGradients gradients{zeros(x.shape(0), x.shape(1), x.shape(2)), zeros(w.shape(0), w.shape(1)),
                                    zeros(w.shape(1))};
  for (std::size_t t = x.shape(1); t-- > 0;) {
    for (std::size_t n = 0; n < x.shape(0); ++n) {
      for (std::size_t m = 0; m < w.shape(1); ++m) {
        gradients.db(m) += dout(n, t, m);
        for (std::size_t d = 0; d < w.shape(0); ++d) {
          gradients.dx(n, t, d) += dout(n, t, m) * w(d, m);
          gradients.dw(d, m) += dout(n, t, m) * x(n, t, d);
        }
      }
    }
  }
  return gradients;
}

}  // namespace backprop
