// Recursion instead of a loop: a net is its lowest layer with a net on top of it.
#include <backprop/deep_net.hpp>

namespace backprop {

namespace {

struct Building {
  const Labels& y;
  const DeepNetParameters& parameters;
  Mode mode;
  std::vector<BatchnormParam>& batchnorm;
  Rng& rng;
  DeepNetCache cache;
};

double loss_from(std::size_t l, const Matrix& x, Building& net) {
  if (l == net.parameters.hidden.size()) {
    const auto [scores, scores_cache] = affine_forward(x, net.parameters.w, net.parameters.b);
    const auto [loss, softmax_cache] = softmax_loss_forward(scores, net.y);
    net.cache.scores = scores_cache;
    net.cache.softmax = softmax_cache;
    return loss;
  }
  const HiddenParameters& own = net.parameters.hidden[l];
  HiddenCache& cache = net.cache.hidden[l];
  auto [value, affine_cache] = affine_forward(x, own.w, own.b);
  cache.affine = affine_cache;
  if (net.cache.settings.batchnorm) {
    net.batchnorm.at(l).mode = net.mode;
    const auto result = batchnorm_forward(value, own.gamma, own.beta, net.batchnorm.at(l));
    value = result.out;
    cache.batchnorm = result.cache;
  }
  const auto activations = relu_forward(value);
  cache.relu = activations.cache;
  if (net.cache.settings.keep >= 1.0) return loss_from(l + 1, activations.out, net);
  const auto dropped = dropout_forward(activations.out, net.cache.settings.keep, net.mode, net.rng);
  cache.dropout = dropped.cache;
  return loss_from(l + 1, dropped.out, net);
}

// The gradient of layer l's input; those of its parameters, and of all above, are written.
Matrix back_from(std::size_t l, double dloss, const DeepNetCache& cache, DeepNetGradients& gradients) {
  if (l == cache.hidden.size()) {
    const AffineGradients top = affine_backward(softmax_loss_backward(dloss, cache.softmax), cache.scores);
    gradients.dw = top.dw;
    gradients.db = top.db;
    return top.dx;
  }
  const HiddenCache& own = cache.hidden[l];
  Matrix dvalue = back_from(l + 1, dloss, cache, gradients);
  if (cache.settings.keep < 1.0) dvalue = dropout_backward(dvalue, own.dropout);
  dvalue = relu_backward(dvalue, own.relu);
  Vector dgamma = zeros(0), dbeta = zeros(0);
  if (cache.settings.batchnorm) {
    const BatchnormSteps steps = batchnorm_backward(dvalue, own.batchnorm);
    dgamma = steps.dgamma;
    dbeta = steps.dbeta;
    dvalue = steps.dx;
  }
  const AffineGradients affine = affine_backward(dvalue, own.affine);
  gradients.hidden[l] = {affine.dw, affine.db, dgamma, dbeta};
  return affine.dx;
}

}  // namespace

Forward<double, DeepNetCache> deep_net_forward(const Matrix& x, const Labels& y,
                                               const DeepNetParameters& parameters,
                                               const DeepNetSettings& settings, Mode mode,
                                               std::vector<BatchnormParam>& batchnorm, Rng& rng) {
  if (settings.batchnorm && batchnorm.size() != parameters.hidden.size())
    throw ShapeError("deep_net_forward: batchnorm does not have L elements");
  Building net{y, parameters, mode, batchnorm, rng, {settings, {}, {}, {}}};
  net.cache.hidden.resize(parameters.hidden.size());
  const double loss = loss_from(0, x, net);
  return {loss, net.cache};
}

DeepNetGradients deep_net_backward(double dloss, const DeepNetCache& cache) {
  DeepNetGradients gradients;
  gradients.hidden.resize(cache.hidden.size());
  back_from(0, dloss, cache, gradients);
  return gradients;
}

}  // namespace backprop
