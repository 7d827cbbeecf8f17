#include <backprop/batchnorm_alt.hpp>

namespace backprop {

BatchnormGradients batchnorm_backward_alt(const Matrix& dout, const BatchnormCache& cache) {
  const auto& [xmu, sqrtvar, ivar, xhat, gamma] = cache;
  require_shape("batchnorm_backward_alt", "dout", dout.shape(), {xmu.shape(0), xmu.shape(1)}, "(N, D)");
  // TODO(a2.batchnorm_alt): dbeta and dgamma come first. Both occur again in the closed form of dx.
  throw NotImplemented("batchnorm_backward_alt");
}

}  // namespace backprop
