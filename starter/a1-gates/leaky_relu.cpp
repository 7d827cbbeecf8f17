#include <backprop/leaky_relu.hpp>

namespace backprop {

Forward<Matrix, LeakyReluCache> leaky_relu_forward(const Matrix& x, double alpha) {
  return {where(x > 0.0, x, alpha * x), {x, alpha}};
}

Matrix leaky_relu_backward(const Matrix& dout, const LeakyReluCache& cache) {
  const auto& [x, alpha] = cache;
  require_shape("leaky_relu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  // TODO(a1.leaky_relu): dx from dout and the sign of the cached input. One line.
  throw NotImplemented("leaky_relu_backward");
}

}  // namespace backprop
