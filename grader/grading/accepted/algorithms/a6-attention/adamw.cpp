// The weight shrinks first, then takes Adam's step: element by element, by std::transform.
#include <algorithm>
#include <backprop/adamw.hpp>
#include <cmath>

namespace backprop {

Step<AdamwConfig> adamw(const Matrix& w, const Matrix& dw, const AdamwConfig& config) {
  require_shape("adamw", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  AdamwConfig next = config;
  if (next.m.size() == 0) next.m = next.v = zeros(w.shape(0), w.shape(1));
  const double t = static_cast<double>(++next.t);
  const double first = 1.0 - std::pow(config.beta1, t), second = 1.0 - std::pow(config.beta2, t);
  std::transform(dw.begin(), dw.end(), next.m.begin(), next.m.begin(),
                 [&](double g, double m) { return m + (1.0 - config.beta1) * (g - m); });
  std::transform(dw.begin(), dw.end(), next.v.begin(), next.v.begin(),
                 [&](double g, double v) { return v + (1.0 - config.beta2) * (g * g - v); });
  Matrix moved = w;
  for (double& value : moved) value *= 1.0 - config.learning_rate * config.weight_decay;
  for (std::size_t i = 0; i < w.size(); ++i) {
    moved.flat(i) -= config.learning_rate * (next.m.flat(i) / first) /
                     (std::sqrt(next.v.flat(i) / second) + config.epsilon);
  }
  return {moved, next};
}

}  // namespace backprop
