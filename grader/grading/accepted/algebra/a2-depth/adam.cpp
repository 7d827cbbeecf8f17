// Both corrections in the learning rate, as the paper's section 2 has it for speed; epsilon then is to be
// scaled along.
#include <backprop/adam.hpp>
#include <cmath>

namespace backprop {

Step<AdamConfig> adam(const Matrix& w, const Matrix& dw, const AdamConfig& config) {
  require_shape("adam", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  AdamConfig next = config;
  if (next.m.size() == 0) next.m = next.v = zeros(w.shape(0), w.shape(1));
  next.m += (1.0 - config.beta1) * (dw - next.m);
  next.v *= config.beta2;
  next.v += (1.0 - config.beta2) * dw * dw;
  const auto t = static_cast<double>(++next.t);
  const double root = std::sqrt(1.0 - std::pow(config.beta2, t));
  const double rate = config.learning_rate * root / (1.0 - std::pow(config.beta1, t));
  return {w - rate * next.m / (sqrt(next.v) + config.epsilon * root), next};
}

}  // namespace backprop
