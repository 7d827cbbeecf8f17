#include <backprop/layernorm.hpp>

namespace backprop {

Forward<Matrix, LayernormCache> layernorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  double eps) {
  const std::size_t D = x.shape(1);
  require_shape("layernorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("layernorm_forward", "beta", beta.shape(), {D}, "(D)");
  const Matrix xmu = x - as_column(mean(x, 1));
  const Vector ivar = 1.0 / sqrt(mean(xmu * xmu, 1) + eps);
  Matrix xhat = xmu * as_column(ivar);
  return {xhat * as_row(gamma) + as_row(beta), {std::move(xhat), ivar, gamma}};
}

LayernormGradients layernorm_backward(const Matrix& dout, const LayernormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  require_shape("layernorm_backward", "dout", dout.shape(), {xhat.shape(0), xhat.shape(1)}, "(N, D)");
  // TODO(a2.layernorm): which sums run over the batch, and which along a row?
  // gamma differs from feature to feature, so it cannot be taken out of a sum along a row.
  throw NotImplemented("layernorm_backward");
}

}  // namespace backprop
