#include <backprop/rmsprop.hpp>

namespace backprop {

Step<RmspropConfig> rmsprop(const Matrix& w, const Matrix& dw, const RmspropConfig& config) {
  require_shape("rmsprop", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  RmspropConfig next = config;
  if (next.cache.size() == 0) next.cache = zeros(w.shape(0), w.shape(1));
  require_shape("rmsprop", "cache", next.cache.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  // TODO(a2.rmsprop): update next.cache, then move w. Where is epsilon added?
  throw NotImplemented("rmsprop");
}

}  // namespace backprop
