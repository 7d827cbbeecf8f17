// Gelfand's formula with the largest row sum as the norm, and the exponents of the scales kept as powers of
// two.
#include <backprop/spectral_radius.hpp>
#include <cmath>

namespace backprop {

double spectral_radius(const Matrix& w) {
  require_shape("spectral_radius", "w", w.shape(), {w.shape(0), w.shape(0)}, "(H, H)");
  Matrix power = w;
  double log2_radius = 0.0;  // of what has been divided off, weighed by 1/k
  double weight = 1.0;
  for (int doubling = 0; doubling < 48; ++doubling) {
    const double largest = max(abs(power));
    if (largest == 0.0) return 0.0;
    const int exponent = std::ilogb(largest);
    for (double& value : power) value = std::scalbn(value, -exponent);
    log2_radius += weight * exponent;
    power = matmul(power, power);
    weight /= 2.0;
  }
  const double norm = max(sum(abs(power), 1));
  return norm == 0.0 ? 0.0 : std::exp2(log2_radius + weight * std::log2(norm));
}

}  // namespace backprop
