// Each row's Jacobian written out as a matrix, though only its diagonal is not 0; then dz times that matrix.
#include <backprop/sigmoid.hpp>
#include <cmath>

namespace backprop {

Forward<Matrix, SigmoidCache> sigmoid_forward(const Matrix& x) {
  Matrix z = x;
  for (double& value : z)
    value = value < 0.0 ? std::exp(value) / (1.0 + std::exp(value)) : 1.0 / (1.0 + std::exp(-value));
  return {z, {z}};
}

Matrix sigmoid_backward(const Matrix& dz, const SigmoidCache& cache) {
  const auto& [z] = cache;
  require_shape("sigmoid_backward", "dz", dz.shape(), {z.shape(0), z.shape(1)}, "(N, D)");
  Matrix dx = zeros(z.shape(0), z.shape(1));
  for (std::size_t n = 0; n < z.shape(0); ++n) {
    Matrix jacobian = zeros(z.shape(1), z.shape(1));
    for (std::size_t d = 0; d < z.shape(1); ++d) jacobian(d, d) = z(n, d) - z(n, d) * z(n, d);
    for (std::size_t from = 0; from < z.shape(1); ++from) {
      for (std::size_t to = 0; to < z.shape(1); ++to) dx(n, to) += dz(n, from) * jacobian(from, to);
    }
  }
  return dx;
}

}  // namespace backprop
