// Fused: one loop over the rows, in which the norm's way is added onto a copy of dh; no call of rmsnorm.
#include <backprop/add_rmsnorm.hpp>
#include <cmath>

namespace backprop {

Forward<AddRmsnormOutputs, AddRmsnormCache> add_rmsnorm_forward(const Tensor3& x, const Tensor3& residual,
                                                                const Vector& gamma, double eps) {
  require_shape("add_rmsnorm_forward", "residual", residual.shape(), {x.shape(0), x.shape(1), x.shape(2)},
                "(N, T, D)");
  require_shape("add_rmsnorm_forward", "gamma", gamma.shape(), {x.shape(2)}, "(D)");
  const Tensor3 h = residual + x;
  Matrix r = zeros(x.shape(0), x.shape(1));
  Tensor3 xhat = h;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      double squares = 0.0;
      for (std::size_t d = 0; d < x.shape(2); ++d) squares += h(n, t, d) * h(n, t, d);
      r(n, t) = 1.0 / std::sqrt(squares / static_cast<double>(x.shape(2)) + eps);
      for (std::size_t d = 0; d < x.shape(2); ++d) xhat(n, t, d) *= r(n, t);
    }
  }
  return {{xhat * gamma, h}, {{xhat, r, gamma}}};
}

AddRmsnormGradients add_rmsnorm_backward(const Tensor3& dout, const Tensor3& dh,
                                         const AddRmsnormCache& cache) {
  const auto& [xhat, r, gamma] = cache.norm;
  const std::size_t D = gamma.size();
  require_shape("add_rmsnorm_backward", "dout", dout.shape(), {r.shape(0), r.shape(1), D}, "(N, T, D)");
  require_shape("add_rmsnorm_backward", "dh", dh.shape(), {r.shape(0), r.shape(1), D}, "(N, T, D)");
  Tensor3 dx = dh;
  Vector dgamma = zeros(D);
  for (std::size_t n = 0; n < r.shape(0); ++n) {
    for (std::size_t t = 0; t < r.shape(1); ++t) {
      double along = 0.0;
      for (std::size_t d = 0; d < D; ++d) {
        along += dout(n, t, d) * gamma(d) * xhat(n, t, d) / static_cast<double>(D);
        dgamma(d) += dout(n, t, d) * xhat(n, t, d);
      }
      for (std::size_t d = 0; d < D; ++d) {
        dx(n, t, d) += r(n, t) * dout(n, t, d) * gamma(d) - r(n, t) * along * xhat(n, t, d);
      }
    }
  }
  return {dx, dx, dgamma};
}

}  // namespace backprop
