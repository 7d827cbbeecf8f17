#include <backprop/leaky_relu.hpp>

namespace backprop {

Forward<Matrix, LeakyReluCache> leaky_relu_forward(const Matrix& x, double alpha) {
  // BEGIN SOLUTION forward: what is negative is scaled by alpha.
  return {where(x > 0.0, x, alpha * x), {x, alpha}};
  // END SOLUTION
}

Matrix leaky_relu_backward(const Matrix& dout, const LeakyReluCache& cache) {
  const auto& [x, alpha] = cache;
  require_shape("leaky_relu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  // BEGIN SOLUTION backward: dx from dout and the sign of the cached input. One line.
  return where(x > 0.0, dout, alpha * dout);
  // END SOLUTION
}

}  // namespace backprop
