// One affine map for each channel: a = gamma / deviation and b = beta - a mean, whose gradients are taken
// first.
#include <backprop/batchnorm_eval.hpp>

namespace backprop {

Forward<Tensor4, BatchnormEvalCache> batchnorm_eval_forward(const Tensor4& x, const Vector& gamma,
                                                            const Vector& beta, const Vector& running_mean,
                                                            const Vector& running_var, double eps) {
  const Vector ivar = pow(running_var + eps, -0.5);
  const std::size_t pixels = x.shape(2) * x.shape(3);
  Tensor4 out = x;
  Tensor4 xhat = x;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const std::size_t c = k / pixels % x.shape(1);
    xhat.flat(k) = x.flat(k) * ivar(c) - running_mean(c) * ivar(c);
    out.flat(k) = gamma(c) * xhat.flat(k) + beta(c);
  }
  return {out, {xhat, ivar, gamma}};
}

BatchnormEvalGradients batchnorm_eval_backward(const Tensor4& dout, const BatchnormEvalCache& cache) {
  const std::size_t pixels = dout.shape(2) * dout.shape(3);
  const std::size_t C = dout.shape(1);
  const Vector a = cache.gamma * cache.ivar;
  BatchnormEvalGradients gradients{dout, zeros(C), zeros(C)};
  for (std::size_t k = dout.size(); k-- > 0;) {
    const std::size_t c = k / pixels % C;
    gradients.dx.flat(k) = a(c) * dout.flat(k);
    gradients.dgamma(c) += dout.flat(k) * cache.xhat.flat(k);
    gradients.dbeta(c) += dout.flat(k);
  }
  return gradients;
}

}  // namespace backprop
