// A Jacobian of (N, N) for each feature: every example reaches every other. dx is its transpose times dout.
#include <backprop/batchnorm_alt.hpp>

namespace backprop {

BatchnormGradients batchnorm_backward_alt(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  const std::size_t N = xmu.shape(0), D = xmu.shape(1);
  require_shape("batchnorm_backward_alt", "dout", dout.shape(), {N, D}, "(N, D)");
  BatchnormGradients gradients{zeros(N, D), zeros(D), zeros(D)};
  for (std::size_t d = 0; d < D; ++d) {
    Matrix jacobian = zeros(N, N);  // of out_id with respect to x_jd
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = 0; j < N; ++j) {
        const double direct = i == j ? 1.0 : 0.0;
        jacobian(i, j) =
            gamma(d) * ivar(d) * (direct - (1.0 + xhat(i, d) * xhat(j, d)) / static_cast<double>(N));
      }
    }
    const Matrix column = matmul(transpose(jacobian), columns(dout, d, d + 1));
    for (std::size_t n = 0; n < N; ++n) gradients.dx(n, d) = column(n, 0);
    gradients.dgamma(d) = sum(columns(dout, d, d + 1) * columns(xhat, d, d + 1));
    gradients.dbeta(d) = sum(columns(dout, d, d + 1));
  }
  return gradients;
}

}  // namespace backprop
