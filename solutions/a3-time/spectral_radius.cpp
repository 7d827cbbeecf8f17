#include <backprop/spectral_radius.hpp>
#include <cmath>

namespace backprop {

double spectral_radius(const Matrix& w) {
  require_shape("spectral_radius", "w", w.shape(), {w.shape(0), w.shape(0)}, "(H, H)");
  // BEGIN SOLUTION function: power iteration. What settles where the largest eigenvalues are a complex pair?
  const double scale = max(abs(w));
  if (scale == 0.0) return 0.0;
  // Squaring doubles k at each turn: after 50 of them |w^k|^(1/k) has settled, whatever the eigenvalues are.
  Matrix power = w / scale;
  double log_radius = 0.0;
  double one_over_k = 1.0;
  for (int turn = 0; turn < 50; ++turn) {
    const double size = std::sqrt(sum(power * power));
    if (size == 0.0) return 0.0;
    log_radius += one_over_k * std::log(size);
    one_over_k /= 2.0;
    power = matmul(power / size, power / size);
  }
  return scale * std::exp(log_radius);
  // END SOLUTION
}

}  // namespace backprop
