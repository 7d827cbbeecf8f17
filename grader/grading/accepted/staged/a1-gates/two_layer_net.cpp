// Every intermediate has a name and a line; the penalties' gradients come first, and the layers' are added to
// them.
#include <backprop/two_layer_net.hpp>

namespace backprop {

Forward<double, TwoLayerCache> two_layer_net_forward(const Matrix& x, const Labels& y,
                                                     const TwoLayerParameters& parameters, double reg) {
  TwoLayerCache cache;
  double loss = 0.0;
  auto penalty1 = l2_penalty_forward(parameters.w1, reg);
  loss += penalty1.out;
  cache.penalty1 = penalty1.cache;
  auto penalty2 = l2_penalty_forward(parameters.w2, reg);
  loss += penalty2.out;
  cache.penalty2 = penalty2.cache;
  auto hidden = affine_forward(x, parameters.w1, parameters.b1);
  cache.hidden = hidden.cache;
  auto activations = relu_forward(hidden.out);
  cache.relu = activations.cache;
  auto scores = affine_forward(activations.out, parameters.w2, parameters.b2);
  cache.scores = scores.cache;
  auto data = softmax_loss_forward(scores.out, y);
  loss += data.out;
  cache.softmax = data.cache;
  return {loss, cache};
}

TwoLayerGradients two_layer_net_backward(double dloss, const TwoLayerCache& cache) {
  TwoLayerGradients gradients;
  gradients.dw1 = l2_penalty_backward(dloss, cache.penalty1);
  gradients.dw2 = l2_penalty_backward(dloss, cache.penalty2);
  const Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  const AffineGradients top = affine_backward(dscores, cache.scores);
  gradients.dw2 += top.dw;
  gradients.db2 = top.db;
  const Matrix dhidden = relu_backward(top.dx, cache.relu);
  const AffineGradients bottom = affine_backward(dhidden, cache.hidden);
  gradients.dw1 += bottom.dw;
  gradients.db1 = bottom.db;
  return gradients;
}

}  // namespace backprop
