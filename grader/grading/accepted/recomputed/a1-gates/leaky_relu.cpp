// The backward pass runs the forward pass again, and divides its output by its input to get the slope.
#include <backprop/leaky_relu.hpp>

namespace backprop {

Forward<Matrix, LeakyReluCache> leaky_relu_forward(const Matrix& x, double alpha) {
  Matrix out = x;
  for (double& value : out) value *= value > 0.0 ? 1.0 : alpha;
  return {out, {x, alpha}};
}

Matrix leaky_relu_backward(const Matrix& dout, const LeakyReluCache& cache) {
  require_shape("leaky_relu_backward", "dout", dout.shape(), {cache.x.shape(0), cache.x.shape(1)}, "(N, D)");
  const Matrix out = leaky_relu_forward(cache.x, cache.alpha).out;
  Matrix dx = dout;
  for (std::size_t i = 0; i < dx.size(); ++i) {
    const double x = cache.x.flat(i);
    dx.flat(i) *= x == 0.0 ? cache.alpha : out.flat(i) / x;
  }
  return dx;
}

}  // namespace backprop
