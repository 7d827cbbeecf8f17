#include <backprop/two_layer_net.hpp>

namespace backprop {

Forward<double, TwoLayerCache> two_layer_net_forward(const Matrix& x, const Labels& y,
                                                     const TwoLayerParameters& parameters, double reg) {
  const auto& [w1, b1, w2, b2] = parameters;
  auto [h, hidden] = affine_forward(x, w1, b1);
  auto [a, relu] = relu_forward(h);
  auto [s, scores] = affine_forward(a, w2, b2);
  auto [loss, softmax] = softmax_loss_forward(s, y);
  auto [r1, penalty1] = l2_penalty_forward(w1, reg);
  auto [r2, penalty2] = l2_penalty_forward(w2, reg);
  return {loss + r1 + r2, {hidden, relu, scores, softmax, penalty1, penalty2}};
}

TwoLayerGradients two_layer_net_backward(double dloss, const TwoLayerCache& cache) {
  auto [da, dw2, db2] = affine_backward(softmax_loss_backward(dloss, cache.softmax), cache.scores);
  auto [dx, dw1, db1] = affine_backward(relu_backward(da, cache.relu), cache.hidden);
  dw2 += l2_penalty_backward(dloss, cache.penalty2);
  return {dw1, db1, dw2, db2};
}

}  // namespace backprop
