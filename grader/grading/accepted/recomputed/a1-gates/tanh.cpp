// By way of the sigmoid: tanh x = 2 s - 1 with s = sigmoid(2 x). The backward pass takes s back from the
// output: 4 s (1 - s).
#include <backprop/tanh.hpp>

namespace backprop {

Forward<Matrix, TanhCache> tanh_forward(const Matrix& x) {
  const Matrix z = 2.0 / (1.0 + exp(-2.0 * x)) - 1.0;
  return {z, {z}};
}

Matrix tanh_backward(const Matrix& dz, const TanhCache& cache) {
  require_shape("tanh_backward", "dz", dz.shape(), {cache.z.shape(0), cache.z.shape(1)}, "(N, D)");
  const Matrix s = (cache.z + 1.0) / 2.0;
  return 4.0 * dz * s * (1.0 - s);
}

}  // namespace backprop
