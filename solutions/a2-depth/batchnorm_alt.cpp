#include <backprop/batchnorm_alt.hpp>

namespace backprop {

BatchnormGradients batchnorm_backward_alt(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  require_shape("batchnorm_backward_alt", "dout", dout.shape(), {xmu.shape(0), xmu.shape(1)}, "(N, D)");
  // BEGIN SOLUTION backward: dbeta and dgamma come first. Both occur again in the closed form of dx.
  const auto N = static_cast<double>(dout.shape(0));
  const Vector dbeta = sum(dout, 0);
  const Vector dgamma = sum(dout * xhat, 0);
  const Matrix dx = as_row(gamma * ivar) * (dout - as_row(dbeta / N) - xhat * as_row(dgamma / N));
  return {dx, dgamma, dbeta};
  // END SOLUTION
}

}  // namespace backprop
