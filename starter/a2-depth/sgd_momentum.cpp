#include <backprop/sgd_momentum.hpp>

namespace backprop {

Step<SgdMomentumConfig> sgd_momentum(const Matrix& w, const Matrix& dw, const SgdMomentumConfig& config) {
  require_shape("sgd_momentum", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  SgdMomentumConfig next = config;
  if (next.velocity.size() == 0) next.velocity = zeros(w.shape(0), w.shape(1));
  require_shape("sgd_momentum", "velocity", next.velocity.shape(), {w.shape(0), w.shape(1)},
                "the shape of w");
  // TODO(a2.sgd_momentum): update next.velocity, then move w by it.
  throw NotImplemented("sgd_momentum");
}

}  // namespace backprop
