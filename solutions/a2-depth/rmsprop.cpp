#include <backprop/rmsprop.hpp>

namespace backprop {

Step<RmspropConfig> rmsprop(const Matrix& w, const Matrix& dw, const RmspropConfig& config) {
  require_shape("rmsprop", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  RmspropConfig next = config;
  if (next.cache.size() == 0) next.cache = zeros(w.shape(0), w.shape(1));
  require_shape("rmsprop", "cache", next.cache.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  // BEGIN SOLUTION function: update next.cache, then move w. Where is epsilon added?
  next.cache = next.decay_rate * next.cache + (1.0 - next.decay_rate) * dw * dw;
  return {w - next.learning_rate * dw / (sqrt(next.cache) + next.epsilon), next};
  // END SOLUTION
}

}  // namespace backprop
