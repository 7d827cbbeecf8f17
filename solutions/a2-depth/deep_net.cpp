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
  // BEGIN SOLUTION function: a loop over the hidden layers, each fed with the output of the one below.
  // Then the scores and their loss. Keep every cache.
  DeepNetCache cache{settings, {}, {}, {}};
  Matrix below = x;
  for (std::size_t l = 0; l < L; ++l) {
    const auto& [w, b, gamma, beta] = parameters.hidden[l];
    HiddenCache& hidden = cache.hidden.emplace_back();
    auto affine = affine_forward(below, w, b);
    hidden.affine = affine.cache;
    Matrix pre = affine.out;
    if (settings.batchnorm) {
      batchnorm[l].mode = mode;
      auto normalised = batchnorm_forward(pre, gamma, beta, batchnorm[l]);
      hidden.batchnorm = normalised.cache;
      pre = normalised.out;
    }
    auto relu = relu_forward(pre);
    hidden.relu = relu.cache;
    below = relu.out;
    if (settings.keep < 1.0) {
      auto dropped = dropout_forward(below, settings.keep, mode, rng);
      hidden.dropout = dropped.cache;
      below = dropped.out;
    }
  }
  auto [scores, scores_cache] = affine_forward(below, parameters.w, parameters.b);
  auto [loss, softmax_cache] = softmax_loss_forward(scores, y);
  cache.scores = scores_cache;
  cache.softmax = softmax_cache;
  return {loss, cache};
  // END SOLUTION
}

DeepNetGradients deep_net_backward(double dloss, const DeepNetCache& cache) {
  // BEGIN SOLUTION backward: the same loop from the top down. What one layer gives as dx is the next one's
  // dout.
  DeepNetGradients gradients;
  gradients.hidden.resize(cache.hidden.size());
  const Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  auto [dbelow, dw, db] = affine_backward(dscores, cache.scores);
  gradients.dw = dw;
  gradients.db = db;
  for (std::size_t l = cache.hidden.size(); l-- > 0;) {
    const HiddenCache& hidden = cache.hidden[l];
    HiddenParameters& own = gradients.hidden[l];
    if (cache.settings.keep < 1.0) dbelow = dropout_backward(dbelow, hidden.dropout);
    dbelow = relu_backward(dbelow, hidden.relu);
    if (cache.settings.batchnorm) {
      const BatchnormSteps steps = batchnorm_backward(dbelow, hidden.batchnorm);
      own.gamma = steps.dgamma;
      own.beta = steps.dbeta;
      dbelow = steps.dx;
    }
    const AffineGradients affine = affine_backward(dbelow, hidden.affine);
    own.w = affine.dw;
    own.b = affine.db;
    dbelow = affine.dx;
  }
  return gradients;
  // END SOLUTION
}

}  // namespace backprop
