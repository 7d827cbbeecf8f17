#include <backprop/clip_grad_norm.hpp>
#include <cmath>

namespace backprop {

ClippedGradients clip_grad_norm(const std::vector<Matrix>& gradients, double max_norm) {
  if (!(max_norm > 0.0)) throw std::invalid_argument("clip_grad_norm: max_norm must be > 0");
  // BEGIN SOLUTION function: one norm over all elements, which must not overflow; one factor for all tensors.
  double norm = 0.0;
  for (const Matrix& gradient : gradients) {
    for (const double value : gradient) norm = std::hypot(norm, value);
  }
  ClippedGradients result{gradients, norm};
  if (norm <= max_norm || !std::isfinite(norm)) return result;
  for (Matrix& gradient : result.gradients) gradient = gradient / norm * max_norm;
  return result;
  // END SOLUTION
}

}  // namespace backprop
