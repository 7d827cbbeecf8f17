// Each row's Jacobian in full: d xhat_i / d x_j = ivar (I - 1/D - xhat_i xhat_j / D). The gradient is a
// product with it.
#include <backprop/layernorm.hpp>

namespace backprop {

Forward<Matrix, LayernormCache> layernorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  double eps) {
  require_shape("layernorm_forward", "gamma", gamma.shape(), {x.shape(1)}, "(D)");
  require_shape("layernorm_forward", "beta", beta.shape(), {x.shape(1)}, "(D)");
  const std::size_t D = x.shape(1);
  Matrix centring = zeros(D, D) - 1.0 / static_cast<double>(D);
  for (std::size_t d = 0; d < D; ++d) centring(d, d) += 1.0;
  // Whatever is subtracted here, the centring takes away again.
  const Vector first = sum(columns(x, 0, 1), 1);
  const Matrix xmu = matmul(x - as_column(first), centring);
  const Vector ivar = 1.0 / sqrt(mean(xmu * xmu, 1) + eps);
  const Matrix xhat = xmu * as_column(ivar);
  return {xhat * as_row(gamma) + as_row(beta), {xhat, ivar, gamma}};
}

LayernormGradients layernorm_backward(const Matrix& dout, const LayernormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  const std::size_t N = xhat.shape(0), D = xhat.shape(1);
  require_shape("layernorm_backward", "dout", dout.shape(), {N, D}, "(N, D)");
  LayernormGradients gradients{zeros(N, D), sum(xhat * dout, 0), sum(dout, 0)};
  for (std::size_t n = 0; n < N; ++n) {
    Matrix jacobian = zeros(D, D);
    for (std::size_t i = 0; i < D; ++i) {
      for (std::size_t j = 0; j < D; ++j) {
        jacobian(i, j) =
            ivar(n) * ((i == j ? 1.0 : 0.0) - (1.0 + xhat(n, i) * xhat(n, j)) / static_cast<double>(D));
      }
    }
    for (std::size_t j = 0; j < D; ++j) {
      for (std::size_t i = 0; i < D; ++i) gradients.dx(n, j) += dout(n, i) * gamma(i) * jacobian(i, j);
    }
  }
  return gradients;
}

}  // namespace backprop
