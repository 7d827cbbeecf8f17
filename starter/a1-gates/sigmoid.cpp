#include <backprop/sigmoid.hpp>

namespace backprop {

Forward<Matrix, SigmoidCache> sigmoid_forward(const Matrix& x) {
  const Matrix e = exp(-abs(x));  // in (0, 1]
  const Matrix z = where(x >= 0.0, 1.0, e) / (1.0 + e);
  return {z, {z}};
}

Matrix sigmoid_backward(const Matrix& dz, const SigmoidCache& cache) {
  const auto& [z] = cache;
  require_shape("sigmoid_backward", "dz", dz.shape(), {z.shape(0), z.shape(1)}, "(N, D)");
  // TODO(a1.sigmoid): dx from dz and the cached output. One line.
  throw NotImplemented("sigmoid_backward");
}

}  // namespace backprop
