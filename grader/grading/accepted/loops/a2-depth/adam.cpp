// Element by element; the corrections are products of betas, counted up instead of taken by pow.
#include <backprop/adam.hpp>
#include <cmath>

namespace backprop {

Step<AdamConfig> adam(const Matrix& w, const Matrix& dw, const AdamConfig& config) {
  require_shape("adam", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  Step<AdamConfig> step{w, config};
  AdamConfig& next = step.config;
  if (next.m.size() == 0) next.m = zeros(w.shape(0), w.shape(1));
  if (next.v.size() == 0) next.v = zeros(w.shape(0), w.shape(1));
  ++next.t;
  double left1 = 1.0, left2 = 1.0;
  for (std::size_t t = 0; t < next.t; ++t) {
    left1 *= next.beta1;
    left2 *= next.beta2;
  }
  for (std::size_t i = 0; i < w.shape(0); ++i) {
    for (std::size_t j = 0; j < w.shape(1); ++j) {
      const double g = dw(i, j);
      next.m(i, j) = g + next.beta1 * (next.m(i, j) - g);
      next.v(i, j) = next.beta2 * next.v(i, j) + (1.0 - next.beta2) * (g * g);
      const double size = std::sqrt(next.v(i, j) / (1.0 - left2));
      step.next_w(i, j) -= next.learning_rate / (size + next.epsilon) * (next.m(i, j) / (1.0 - left1));
    }
  }
  return step;
}

}  // namespace backprop
