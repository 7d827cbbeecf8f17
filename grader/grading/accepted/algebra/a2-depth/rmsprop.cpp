// The running mean as a step towards the new square, and the step as a product with a reciprocal.
#include <backprop/rmsprop.hpp>

namespace backprop {

Step<RmspropConfig> rmsprop(const Matrix& w, const Matrix& dw, const RmspropConfig& config) {
  require_shape("rmsprop", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  RmspropConfig next = config;
  if (next.cache.size() == 0) next.cache = 0.0 * w;
  const Matrix square = dw * dw;
  next.cache += (1.0 - config.decay_rate) * (square - next.cache);
  const Matrix rate = config.learning_rate / (config.epsilon + sqrt(next.cache));
  return {w + rate * (-dw), next};
}

}  // namespace backprop
