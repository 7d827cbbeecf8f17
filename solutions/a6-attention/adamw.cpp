#include <backprop/adamw.hpp>
#include <cmath>

namespace backprop {

Step<AdamwConfig> adamw(const Matrix& w, const Matrix& dw, const AdamwConfig& config) {
  require_shape("adamw", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  AdamwConfig next = config;
  if (next.m.size() == 0) next.m = zeros(w.shape(0), w.shape(1));
  if (next.v.size() == 0) next.v = zeros(w.shape(0), w.shape(1));
  require_shape("adamw", "m", next.m.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  require_shape("adamw", "v", next.v.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  // BEGIN SOLUTION function: as adam. The decay has its own way to the weight: past m and v.
  next.t += 1;
  next.m = next.beta1 * next.m + (1.0 - next.beta1) * dw;
  next.v = next.beta2 * next.v + (1.0 - next.beta2) * dw * dw;
  const auto t = static_cast<double>(next.t);
  const Matrix mt = next.m / (1.0 - std::pow(next.beta1, t));
  const Matrix vt = next.v / (1.0 - std::pow(next.beta2, t));
  return {w - next.learning_rate * (mt / (sqrt(vt) + next.epsilon) + next.weight_decay * w), next};
  // END SOLUTION
}

}  // namespace backprop
