#include <backprop/batchnorm_eval.hpp>

namespace backprop {

Forward<Tensor4, BatchnormEvalCache> batchnorm_eval_forward(const Tensor4& x, const Vector& gamma,
                                                            const Vector& beta, const Vector& running_mean,
                                                            const Vector& running_var, double eps) {
  const std::size_t C = x.shape(1);
  require_shape("batchnorm_eval_forward", "gamma", gamma.shape(), {C}, "(C)");
  require_shape("batchnorm_eval_forward", "beta", beta.shape(), {C}, "(C)");
  require_shape("batchnorm_eval_forward", "running_mean", running_mean.shape(), {C}, "(C)");
  require_shape("batchnorm_eval_forward", "running_var", running_var.shape(), {C}, "(C)");
  // BEGIN SOLUTION forward: four numbers for each channel, and no statistics of x.
  const Vector ivar = 1.0 / sqrt(running_var + eps);
  Tensor4 xhat = (x - reshape(running_mean, {1, C, 1, 1})) * reshape(ivar, {1, C, 1, 1});
  Tensor4 out = xhat * reshape(gamma, {1, C, 1, 1}) + reshape(beta, {1, C, 1, 1});
  return {std::move(out), {std::move(xhat), ivar, gamma}};
  // END SOLUTION
}

BatchnormEvalGradients batchnorm_eval_backward(const Tensor4& dout, const BatchnormEvalCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  const std::size_t C = xhat.shape(1);
  require_shape("batchnorm_eval_backward", "dout", dout.shape(),
                {xhat.shape(0), C, xhat.shape(2), xhat.shape(3)}, "(N, C, H, W)");
  // BEGIN SOLUTION backward: what does a pixel still move, when it moves neither mean nor variance?
  return {dout * reshape(gamma * ivar, {1, C, 1, 1}), sum(dout * xhat, {0, 2, 3}), sum(dout, {0, 2, 3})};
  // END SOLUTION
}

}  // namespace backprop
