#include <backprop/temporal_affine.hpp>

namespace backprop {

Forward<Tensor3, TemporalAffineCache> temporal_affine_forward(const Tensor3& x, const Matrix& w,
                                                              const Vector& b) {
  require_shape("temporal_affine_forward", "w", w.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  require_shape("temporal_affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  Tensor3 out = zeros(x.shape(0), x.shape(1), w.shape(1));
  for (std::size_t t = 0; t < x.shape(1); ++t) set_time(out, t, matmul(at_time(x, t), w) + as_row(b));
  return {out, {x, w}};
}

TemporalAffineGradients temporal_affine_backward(const Tensor3& dout, const TemporalAffineCache& cache) {
  const auto& [x, w] = cache;
  require_shape("temporal_affine_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), w.shape(1)},
                "(N, T, M)");
  // TODO(a3.temporal_affine): dx, dw and db. One layer at every step, with one w and one b for all of them.
  throw NotImplemented("temporal_affine_backward");
}

}  // namespace backprop
