// All elements divided by the largest before they are squared, the squares summed with Kahan's compensation.
#include <algorithm>
#include <backprop/clip_grad_norm.hpp>
#include <cmath>

namespace backprop {

namespace {

double global_norm(const std::vector<Matrix>& gradients) {
  double largest = 0.0;
  for (const Matrix& gradient : gradients) {
    for (const double value : gradient) {
      if (!std::isfinite(value)) return std::abs(value);
      largest = std::max(largest, std::abs(value));
    }
  }
  if (largest == 0.0) return 0.0;
  double total = 0.0, lost = 0.0;
  for (const Matrix& gradient : gradients) {
    for (const double value : gradient) {
      const double term = (value / largest) * (value / largest) - lost;
      const double next = total + term;
      lost = (next - total) - term;
      total = next;
    }
  }
  return largest * std::sqrt(total);
}

}  // namespace

ClippedGradients clip_grad_norm(const std::vector<Matrix>& gradients, double max_norm) {
  if (!(max_norm > 0.0)) throw std::invalid_argument("clip_grad_norm: max_norm must be > 0");
  ClippedGradients result{gradients, global_norm(gradients)};
  if (!(result.norm > max_norm) || std::isinf(result.norm)) return result;
  const double factor = max_norm / result.norm;
  for (Matrix& gradient : result.gradients) gradient *= factor;
  return result;
}

}  // namespace backprop
