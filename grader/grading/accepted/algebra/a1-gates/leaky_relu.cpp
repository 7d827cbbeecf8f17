// A straight line of slope alpha, and on top of it what a ReLU adds; at 0 the slope is that of the right
// side.
#include <backprop/leaky_relu.hpp>

namespace backprop {

Forward<Matrix, LeakyReluCache> leaky_relu_forward(const Matrix& x, double alpha) {
  return {alpha * x + (1.0 - alpha) * xt::maximum(x, 0.0), {x, alpha}};
}

Matrix leaky_relu_backward(const Matrix& dout, const LeakyReluCache& cache) {
  const auto& [x, alpha] = cache;
  require_shape("leaky_relu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  const Matrix slope = alpha + (1.0 - alpha) * xt::cast<double>(x >= 0.0);
  return slope * dout;
}

}  // namespace backprop
