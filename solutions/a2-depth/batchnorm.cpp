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
  // BEGIN SOLUTION forward: test mode first, from the running statistics alone. Then the graph, node by node,
  // and the running statistics moved.
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
  // END SOLUTION
}

BatchnormSteps batchnorm_backward(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  require_shape("batchnorm_backward", "dout", dout.shape(), {xmu.shape(0), xmu.shape(1)}, "(N, D)");
  // BEGIN SOLUTION backward: walk the graph from out to x, a line or two for each node.
  // Where a value went several ways, add. Where it was broadcast over the batch, sum over the batch.
  const auto N = static_cast<double>(dout.shape(0));
  const Vector dbeta = sum(dout, 0);
  const Vector dgamma = sum(dout * xhat, 0);
  Matrix dxhat = dout * as_row(gamma);
  const Vector divar = sum(dxhat * xmu, 0);
  const Vector dsqrtvar = -divar / (sqrtvar * sqrtvar);
  const Vector dvar = 0.5 * dsqrtvar / sqrtvar;
  Matrix dsq = repeat_rows(dvar / N, xmu.shape(0));
  Matrix dxmu = dxhat * as_row(ivar) + 2.0 * xmu * dsq;
  const Vector dmu = -sum(dxmu, 0);
  Matrix dx = dxmu + as_row(dmu / N);
  return {dbeta, dgamma,         std::move(dxhat), divar, dsqrtvar,
          dvar,  std::move(dsq), std::move(dxmu),  dmu,   std::move(dx)};
  // END SOLUTION
}

}  // namespace backprop
