#include <backprop/deep_net.hpp>

namespace backprop {

Forward<double, DeepNetCache> deep_net_forward(const Matrix& x, const Labels& y,
                                               const DeepNetParameters& parameters,
                                               const DeepNetSettings& settings, Mode mode,
                                               std::vector<BatchnormParam>& batchnorm, Rng& rng) {
  const std::size_t L = parameters.hidden.size();
  if (settings.batchnorm && batchnorm.size() != L) {
    throw ShapeError("deep_net_forward: batchnorm has " + std::to_string(batchnorm.size()) +
                     " elements, expected " + std::to_string(L) + " = L");
  }
  // TODO(a2.deep_net): a loop over the hidden layers, each fed with the output of the one below.
  // Then the scores and their loss. Keep every cache.
  throw NotImplemented("deep_net_forward");
}

DeepNetGradients deep_net_backward(double dloss, const DeepNetCache& cache) {
  // TODO(a2.deep_net): the same loop from the top down. What one layer gives as dx is the next one's
  // dout.
  throw NotImplemented("deep_net_backward");
}

}  // namespace backprop
