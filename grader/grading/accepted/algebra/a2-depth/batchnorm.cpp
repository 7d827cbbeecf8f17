// The variance as the mean of the squares less the square of the mean; backward, the mean's ways taken out by
// centring.
#include <backprop/batchnorm.hpp>

namespace backprop {

Forward<Matrix, BatchnormCache> batchnorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  BatchnormParam& param) {
  const std::size_t D = x.shape(1);
  require_shape("batchnorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("batchnorm_forward", "beta", beta.shape(), {D}, "(D)");
  if (param.running_mean.size() == 0) param.running_mean = zeros(D);
  if (param.running_var.size() == 0) param.running_var = zeros(D);
  const bool training = param.mode == Mode::train;
  const Vector mu = training ? mean(x, 0) : param.running_mean;
  const Vector var = training ? Vector(mean(x * x, 0) - mu * mu) : param.running_var;
  const Vector scale = gamma / sqrt(var + param.eps);
  const Matrix out = as_row(scale) * x + as_row(beta - scale * mu);
  if (!training) return {out, {zeros(0, 0), zeros(0), zeros(0), zeros(0, 0), zeros(0)}};
  const double kept = param.momentum;
  param.running_mean = mu + kept * (param.running_mean - mu);
  param.running_var = var + kept * (param.running_var - var);
  const Vector sqrtvar = sqrt(var + param.eps);
  const Matrix xmu = x - as_row(mu);
  return {out, {xmu, sqrtvar, 1.0 / sqrtvar, xmu / as_row(sqrtvar), gamma}};
}

BatchnormSteps batchnorm_backward(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  require_shape("batchnorm_backward", "dout", dout.shape(), {xmu.shape(0), xmu.shape(1)}, "(N, D)");
  const auto N = static_cast<double>(dout.shape(0));
  BatchnormSteps steps;
  steps.dbeta = sum(dout, 0);
  steps.dgamma = sum(xhat * dout, 0);
  steps.dxhat = as_row(gamma) * dout;
  steps.divar = gamma * steps.dgamma * sqrtvar;
  steps.dsqrtvar = -gamma * steps.dgamma * ivar;
  steps.dvar = steps.dsqrtvar * ivar / 2.0;
  steps.dsq = as_row(steps.dvar) / N + 0.0 * xmu;
  steps.dxmu = as_row(ivar) * (steps.dxhat - xhat * as_row(gamma * steps.dgamma / N));
  const Vector level = mean(steps.dxmu, 0);
  steps.dmu = -N * level;
  steps.dx = steps.dxmu - as_row(level);
  return steps;
}

}  // namespace backprop
