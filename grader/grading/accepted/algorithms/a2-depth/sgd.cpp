// std::transform over both tensors.
#include <algorithm>
#include <backprop/sgd.hpp>

namespace backprop {

Step<SgdConfig> sgd(const Matrix& w, const Matrix& dw, const SgdConfig& config) {
  require_shape("sgd", "dw", dw.shape(), {w.shape(0), w.shape(1)}, "the shape of w");
  Step<SgdConfig> step{w, config};
  std::transform(dw.begin(), dw.end(), w.begin(), step.next_w.begin(),
                 [&](double slope, double weight) { return weight - slope * config.learning_rate; });
  return step;
}

}  // namespace backprop
