#include <backprop/spectral_radius.hpp>
#include <cmath>

namespace backprop {

double spectral_radius(const Matrix& w) {
  require_shape("spectral_radius", "w", w.shape(), {w.shape(0), w.shape(0)}, "(H, H)");
  // TODO(a3.spectral_radius): power iteration. What settles where the largest eigenvalues are a complex pair?
  throw NotImplemented("spectral_radius");
}

}  // namespace backprop
