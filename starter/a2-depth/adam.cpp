#include <backprop/adam.hpp>
#include <cmath>

namespace backprop {

Step<AdamConfig> adam(const Matrix& w, const Matrix& dw, const AdamConfig& config) {
  require_shape("adam", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  AdamConfig next = config;
  if (next.m.size() == 0) next.m = zeros(w.shape(0), w.shape(1));
  if (next.v.size() == 0) next.v = zeros(w.shape(0), w.shape(1));
  require_shape("adam", "m", next.m.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  require_shape("adam", "v", next.v.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  // TODO(a2.adam): update next.t, next.m and next.v, then move w by the corrected means.
  throw NotImplemented("adam");
}

}  // namespace backprop
