#include <backprop/relu.hpp>

namespace backprop {

Forward<Matrix, ReluCache> relu_forward(const Matrix& x) {
  return {maximum(x, 0.0), {x}};
}

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  const auto& [x] = cache;
  require_shape("relu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  // TODO(a1.relu): the gradient passes where the input was positive. One line.
  throw NotImplemented("relu_backward");
}

}  // namespace backprop
