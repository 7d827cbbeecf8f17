#include <backprop/temporal_affine.hpp>

namespace backprop {

Forward<Tensor3, TemporalAffineCache> temporal_affine_forward(const Tensor3& x, const Matrix& w,
                                                              const Vector& b) {
  require_shape("temporal_affine_forward", "w", w.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  require_shape("temporal_affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  // BEGIN SOLUTION forward: out = x w + b at every time step.
  Tensor3 out = zeros(x.shape(0), x.shape(1), w.shape(1));
  for (std::size_t t = 0; t < x.shape(1); ++t) set_time(out, t, matmul(at_time(x, t), w) + as_row(b));
  return {out, {x, w}};
  // END SOLUTION
}

TemporalAffineGradients temporal_affine_backward(const Tensor3& dout, const TemporalAffineCache& cache) {
  const auto& [x, w] = cache;
  require_shape("temporal_affine_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), w.shape(1)},
                "(N, T, M)");
  // BEGIN SOLUTION backward: dx, dw and db. One layer at every step, with one w and one b for all of them.
  TemporalAffineGradients gradients{zeros(x.shape(0), x.shape(1), x.shape(2)), zeros(w.shape(0), w.shape(1)),
                                    zeros(w.shape(1))};
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    const Matrix dstep = at_time(dout, t);
    set_time(gradients.dx, t, matmul(dstep, transpose(w)));
    gradients.dw += matmul(transpose(at_time(x, t)), dstep);
    gradients.db += sum(dstep, 0);
  }
  return gradients;
  // END SOLUTION
}

}  // namespace backprop
