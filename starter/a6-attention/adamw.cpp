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
  // TODO(a6.adamw): as adam. The decay has its own way to the weight: past m and v.
  throw NotImplemented("adamw");
}

}  // namespace backprop
