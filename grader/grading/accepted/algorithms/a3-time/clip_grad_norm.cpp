// Norms of norms: std::hypot over each tensor, and over those; the factor as max_norm / norm, below 1.
#include <backprop/clip_grad_norm.hpp>
#include <cmath>
#include <numeric>

namespace backprop {

ClippedGradients clip_grad_norm(const std::vector<Matrix>& gradients, double max_norm) {
  if (!(max_norm > 0.0)) throw std::invalid_argument("clip_grad_norm: max_norm must be > 0");
  const auto length = [](double so_far, double next) { return std::hypot(so_far, next); };
  std::vector<double> norms;
  for (const Matrix& each : gradients)
    norms.push_back(std::accumulate(each.begin(), each.end(), 0.0, length));
  ClippedGradients result{gradients, std::accumulate(norms.begin(), norms.end(), 0.0, length)};
  if (std::isfinite(result.norm) && result.norm > max_norm) {
    for (Matrix& each : result.gradients) each *= max_norm / result.norm;
  }
  return result;
}

}  // namespace backprop
