// The velocity with the other sign while it is computed: a sum of gradients, turned round at the end.
#include <algorithm>
#include <backprop/sgd_momentum.hpp>

namespace backprop {

Step<SgdMomentumConfig> sgd_momentum(const Matrix& w, const Matrix& dw, const SgdMomentumConfig& config) {
  require_shape("sgd_momentum", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  const bool first = config.velocity.size() == 0;
  Matrix descent = config.learning_rate * dw;
  if (!first) {
    std::transform(descent.begin(), descent.end(), config.velocity.begin(), descent.begin(),
                   [&](double by, double before) { return by - config.momentum * before; });
  }
  Step<SgdMomentumConfig> step{w - descent, config};
  step.config.velocity = -descent;
  return step;
}

}  // namespace backprop
