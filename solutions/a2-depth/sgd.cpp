#include <backprop/sgd.hpp>

namespace backprop {

Step<SgdConfig> sgd(const Matrix& w, const Matrix& dw, const SgdConfig& config) {
  require_shape("sgd", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  // BEGIN SOLUTION function: one step against the gradient.
  return {w - config.learning_rate * dw, config};
  // END SOLUTION
}

}  // namespace backprop
