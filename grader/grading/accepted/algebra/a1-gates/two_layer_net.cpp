// Calls no other layer: the whole net in one function, with the gradients of the weights from one sum each.
#include <backprop/two_layer_net.hpp>
#include <cmath>

namespace backprop {

Forward<double, TwoLayerCache> two_layer_net_forward(const Matrix& x, const Labels& y,
                                                     const TwoLayerParameters& parameters, double reg) {
  const auto& [w1, b1, w2, b2] = parameters;
  require_shape("two_layer_net_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  const Matrix hidden = matmul(x, w1) + as_row(b1);
  const Matrix active = xt::maximum(hidden, 0.0);
  const Matrix scores = matmul(active, w2) + as_row(b2);
  const Matrix shifted = scores - as_column(max(scores, 1));
  const Vector sums = sum(exp(shifted), 1);
  double loss = 0.5 * reg * (sum(w1 * w1) + sum(w2 * w2));
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double right = shifted(n, static_cast<std::size_t>(y(n)));
    loss += (std::log(sums(n)) - right) / static_cast<double>(y.size());
  }
  return {loss, {{x, w1}, {hidden}, {active, w2}, {exp(shifted) / as_column(sums), y}, {w1, reg}, {w2, reg}}};
}

TwoLayerGradients two_layer_net_backward(double dloss, const TwoLayerCache& cache) {
  const double reg = dloss * cache.penalty1.reg;
  Matrix dscores = cache.softmax.probabilities;
  const auto N = static_cast<double>(dscores.shape(0));
  for (std::size_t n = 0; n < dscores.shape(0); ++n) {
    dscores(n, static_cast<std::size_t>(cache.softmax.y(n))) -= 1.0;
    for (std::size_t c = 0; c < dscores.shape(1); ++c) dscores(n, c) *= dloss / N;
  }
  const Matrix mask = xt::cast<double>(cache.relu.x > 0.0);
  const Matrix dhidden = mask * matmul(dscores, transpose(cache.scores.w));
  return {reg * cache.hidden.w + matmul(transpose(cache.hidden.x), dhidden), sum(dhidden, 0),
          reg * cache.scores.w + matmul(transpose(cache.scores.x), dscores), sum(dscores, 0)};
}

}  // namespace backprop
