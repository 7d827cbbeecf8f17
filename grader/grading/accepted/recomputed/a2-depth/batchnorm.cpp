// Trusts xmu and gamma alone: xhat and everything about the variance is computed again from sqrtvar.
#include <backprop/batchnorm.hpp>

namespace backprop {

Forward<Matrix, BatchnormCache> batchnorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  BatchnormParam& param) {
  const std::size_t D = x.shape(1);
  require_shape("batchnorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("batchnorm_forward", "beta", beta.shape(), {D}, "(D)");
  if (param.running_mean.size() == 0) param.running_mean = zeros(D);
  if (param.running_var.size() == 0) param.running_var = zeros(D);
  if (param.mode == Mode::test) {
    const Matrix xhat = (x - as_row(param.running_mean)) / as_row(sqrt(param.eps + param.running_var));
    return {as_row(beta) + as_row(gamma) * xhat, {zeros(0, 0), zeros(0), zeros(0), zeros(0, 0), zeros(0)}};
  }
  const Vector mu = sum(x / static_cast<double>(x.shape(0)), 0);
  const Matrix xmu = x - as_row(mu);
  const Vector var = mean(xmu * xmu, 0);
  const Vector sqrtvar = sqrt(param.eps + var);
  param.running_mean += (1.0 - param.momentum) * (mu - param.running_mean);
  param.running_var += (1.0 - param.momentum) * (var - param.running_var);
  return {as_row(beta) + as_row(gamma / sqrtvar) * xmu, {xmu, sqrtvar, zeros(0), zeros(0, 0), gamma}};
}

BatchnormSteps batchnorm_backward(const Matrix& dout, const BatchnormCache& cache) {
  const Matrix& xmu = cache.xmu;
  require_shape("batchnorm_backward", "dout", dout.shape(), {xmu.shape(0), xmu.shape(1)}, "(N, D)");
  const auto N = static_cast<double>(xmu.shape(0));
  const Vector var_and_eps = cache.sqrtvar * cache.sqrtvar;
  const Matrix dxhat = as_row(cache.gamma) * dout;
  const Vector divar = sum(xmu * dxhat, 0);
  const Vector dsqrtvar = -divar / var_and_eps;
  const Vector dvar = dsqrtvar / (2.0 * sqrt(var_and_eps));
  const Matrix dsq = (zeros(xmu.shape(0), xmu.shape(1)) + as_row(dvar)) / N;
  const Matrix dxmu = dxhat / as_row(cache.sqrtvar) + dsq * xmu + xmu * dsq;
  const Vector dmu = -N * mean(dxmu, 0);
  return {sum(dout, 0), sum(dout * xmu, 0) / cache.sqrtvar, dxhat, divar, dsqrtvar, dvar, dsq, dxmu,
          dmu,          as_row(mean(-dxmu, 0)) + dxmu};
}

}  // namespace backprop
