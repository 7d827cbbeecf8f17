#include <backprop/layernorm.hpp>

namespace backprop {

Forward<Matrix, LayernormCache> layernorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  double eps) {
  const std::size_t D = x.shape(1);
  require_shape("layernorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("layernorm_forward", "beta", beta.shape(), {D}, "(D)");
  // BEGIN SOLUTION forward: as batch normalisation, with the mean and variance of each row.
  const Matrix xmu = x - as_column(mean(x, 1));
  const Vector ivar = 1.0 / sqrt(mean(xmu * xmu, 1) + eps);
  Matrix xhat = xmu * as_column(ivar);
  return {xhat * as_row(gamma) + as_row(beta), {std::move(xhat), ivar, gamma}};
  // END SOLUTION
}

LayernormGradients layernorm_backward(const Matrix& dout, const LayernormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  require_shape("layernorm_backward", "dout", dout.shape(), {xhat.shape(0), xhat.shape(1)}, "(N, D)");
  // BEGIN SOLUTION backward: which sums run over the batch, and which along a row?
  // gamma differs from feature to feature, so it cannot be taken out of a sum along a row.
  const Matrix dxhat = dout * as_row(gamma);
  const Vector mean_dxhat = mean(dxhat, 1);
  const Vector mean_along = mean(dxhat * xhat, 1);
  Matrix dx = as_column(ivar) * (dxhat - as_column(mean_dxhat) - xhat * as_column(mean_along));
  return {std::move(dx), sum(dout * xhat, 0), sum(dout, 0)};
  // END SOLUTION
}

}  // namespace backprop
