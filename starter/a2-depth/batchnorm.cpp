#include <backprop/batchnorm.hpp>

namespace backprop {

Forward<Matrix, BatchnormCache> batchnorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  BatchnormParam& param) {
  const std::size_t D = x.shape(1);
  require_shape("batchnorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("batchnorm_forward", "beta", beta.shape(), {D}, "(D)");
  if (param.running_mean.size() == 0) param.running_mean = zeros(D);
  if (param.running_var.size() == 0) param.running_var = zeros(D);
  require_shape("batchnorm_forward", "running_mean", param.running_mean.shape(), {D}, "(D)");
  require_shape("batchnorm_forward", "running_var", param.running_var.shape(), {D}, "(D)");
  if (param.mode == Mode::test) {
    const Vector scale = gamma / sqrt(param.running_var + param.eps);
    return {(x - as_row(param.running_mean)) * as_row(scale) + as_row(beta),
            {zeros(0, 0), zeros(0), zeros(0), zeros(0, 0), zeros(0)}};
  }
  const Vector mu = mean(x, 0);
  Matrix xmu = x - as_row(mu);
  const Vector var = mean(xmu * xmu, 0);
  const Vector sqrtvar = sqrt(var + param.eps);
  const Vector ivar = 1.0 / sqrtvar;
  Matrix xhat = xmu * as_row(ivar);
  param.running_mean = param.momentum * param.running_mean + (1.0 - param.momentum) * mu;
  param.running_var = param.momentum * param.running_var + (1.0 - param.momentum) * var;
  return {xhat * as_row(gamma) + as_row(beta), {std::move(xmu), sqrtvar, ivar, std::move(xhat), gamma}};
}

BatchnormSteps batchnorm_backward(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  require_shape("batchnorm_backward", "dout", dout.shape(), {xmu.shape(0), xmu.shape(1)}, "(N, D)");
  // TODO(a2.batchnorm): walk the graph from out to x, a line or two for each node.
  // Where a value went several ways, add. Where it was broadcast over the batch, sum over the batch.
  throw NotImplemented("batchnorm_backward");
}

}  // namespace backprop
