// The formula as books print it: e^-x may become infinite, and 1 / infinity is the right answer then.
#include <algorithm>
#include <backprop/sigmoid.hpp>
#include <cmath>

namespace backprop {

Forward<Matrix, SigmoidCache> sigmoid_forward(const Matrix& x) {
  Matrix z = x;
  std::transform(x.begin(), x.end(), z.begin(), [](double value) { return 1.0 / (1.0 + std::exp(-value)); });
  return {z, {z}};
}

Matrix sigmoid_backward(const Matrix& dz, const SigmoidCache& cache) {
  require_shape("sigmoid_backward", "dz", dz.shape(), {cache.z.shape(0), cache.z.shape(1)}, "(N, D)");
  Matrix dx = dz;
  std::transform(dz.begin(), dz.end(), cache.z.begin(), dx.begin(),
                 [](double gradient, double z) { return (1.0 - z) * (gradient * z); });
  return dx;
}

}  // namespace backprop
