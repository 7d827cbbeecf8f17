#include <backprop/rmsnorm.hpp>
#include <backprop/sequence.hpp>

namespace backprop {

Forward<Tensor3, RmsnormCache> rmsnorm_forward(const Tensor3& x, const Vector& gamma, double eps) {
  require_shape("rmsnorm_forward", "gamma", gamma.shape(), {x.shape(2)}, "(D)");
  const Matrix r = 1.0 / sqrt(mean(square(x), 2) + eps);
  Tensor3 xhat = x * for_each_row(r);
  return {xhat * gamma, {std::move(xhat), r, gamma}};
}

RmsnormGradients rmsnorm_backward(const Tensor3& dout, const RmsnormCache& cache) {
  const auto& [xhat, r, gamma] = cache;
  require_shape("rmsnorm_backward", "dout", dout.shape(), {xhat.shape(0), xhat.shape(1), xhat.shape(2)},
                "(N, T, D)");
  // TODO(a6.rmsnorm): each x also moves the size of its row. Which part of the closed form of layer
  // normalisation is left, and which one is gone?
  throw NotImplemented("rmsnorm_backward");
}

}  // namespace backprop
