// One feature at a time, with plain numbers where the header has tensors.
#include <backprop/batchnorm.hpp>
#include <cmath>

namespace backprop {

Forward<Matrix, BatchnormCache> batchnorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  BatchnormParam& param) {
  const std::size_t N = x.shape(0), D = x.shape(1);
  require_shape("batchnorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("batchnorm_forward", "beta", beta.shape(), {D}, "(D)");
  if (param.running_mean.size() == 0) param.running_mean = zeros(D);
  if (param.running_var.size() == 0) param.running_var = zeros(D);
  Matrix out = zeros(N, D);
  BatchnormCache cache{zeros(N, D), zeros(D), zeros(D), zeros(N, D), gamma};
  for (std::size_t d = 0; d < D; ++d) {
    double mu = param.running_mean(d), var = param.running_var(d);
    if (param.mode == Mode::train) {
      mu = var = 0.0;
      for (std::size_t n = 0; n < N; ++n) mu += x(n, d);
      mu /= static_cast<double>(N);
      for (std::size_t n = 0; n < N; ++n) var += (x(n, d) - mu) * (x(n, d) - mu);
      var /= static_cast<double>(N);
      param.running_mean(d) += (1.0 - param.momentum) * (mu - param.running_mean(d));
      param.running_var(d) += (1.0 - param.momentum) * (var - param.running_var(d));
    }
    cache.sqrtvar(d) = std::sqrt(var + param.eps);
    cache.ivar(d) = 1.0 / cache.sqrtvar(d);
    for (std::size_t n = 0; n < N; ++n) {
      cache.xmu(n, d) = x(n, d) - mu;
      cache.xhat(n, d) = cache.xmu(n, d) / cache.sqrtvar(d);
      out(n, d) = beta(d) + gamma(d) * cache.xhat(n, d);
    }
  }
  if (param.mode == Mode::test) cache = {zeros(0, 0), zeros(0), zeros(0), zeros(0, 0), zeros(0)};
  return {out, cache};
}

BatchnormSteps batchnorm_backward(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  const std::size_t N = xmu.shape(0), D = xmu.shape(1);
  require_shape("batchnorm_backward", "dout", dout.shape(), {N, D}, "(N, D)");
  BatchnormSteps steps{zeros(D), zeros(D),    zeros(N, D), zeros(D), zeros(D),
                       zeros(D), zeros(N, D), zeros(N, D), zeros(D), zeros(N, D)};
  for (std::size_t d = 0; d < D; ++d) {
    for (std::size_t n = 0; n < N; ++n) {
      steps.dbeta(d) += dout(n, d);
      steps.dgamma(d) += dout(n, d) * xhat(n, d);
      steps.dxhat(n, d) = gamma(d) * dout(n, d);
      steps.divar(d) += steps.dxhat(n, d) * xmu(n, d);
    }
    steps.dsqrtvar(d) = -steps.divar(d) * ivar(d) * ivar(d);
    steps.dvar(d) = steps.dsqrtvar(d) * ivar(d) / 2.0;
    for (std::size_t n = 0; n < N; ++n) {
      steps.dsq(n, d) = steps.dvar(d) / static_cast<double>(N);
      steps.dxmu(n, d) = steps.dxhat(n, d) / sqrtvar(d) + 2.0 * xmu(n, d) * steps.dsq(n, d);
      steps.dmu(d) -= steps.dxmu(n, d);
    }
    for (std::size_t n = 0; n < N; ++n)
      steps.dx(n, d) = steps.dxmu(n, d) + steps.dmu(d) / static_cast<double>(N);
  }
  return steps;
}

}  // namespace backprop
