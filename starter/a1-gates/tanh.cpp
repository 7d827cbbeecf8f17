#include <backprop/tanh.hpp>

namespace backprop {

Forward<Matrix, TanhCache> tanh_forward(const Matrix& x) {
  const Matrix z = tanh(x);
  return {z, {z}};
}

Matrix tanh_backward(const Matrix& dz, const TanhCache& cache) {
  const auto& [z] = cache;
  require_shape("tanh_backward", "dz", dz.shape(), {z.shape(0), z.shape(1)}, "(N, D)");
  // TODO(a1.tanh): dx from dz and the cached output. One line.
  throw NotImplemented("tanh_backward");
}

}  // namespace backprop
