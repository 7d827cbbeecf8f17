#include <backprop/two_layer_net.hpp>

namespace backprop {

Forward<double, TwoLayerCache> two_layer_net_forward(const Matrix& x, const Labels& y,
                                                     const TwoLayerParameters& parameters, double reg) {
  const auto& [w1, b1, w2, b2] = parameters;
  // BEGIN SOLUTION function: call your layers in order: affine, relu, affine, softmax loss.
  // Add the L2 penalties of w1 and w2, and keep every cache.
  const auto [hidden, hidden_cache] = affine_forward(x, w1, b1);
  const auto [activations, relu_cache] = relu_forward(hidden);
  const auto [scores, scores_cache] = affine_forward(activations, w2, b2);
  const auto [data_loss, softmax_cache] = softmax_loss_forward(scores, y);
  const auto [penalty1, penalty1_cache] = l2_penalty_forward(w1, reg);
  const auto [penalty2, penalty2_cache] = l2_penalty_forward(w2, reg);
  return {data_loss + penalty1 + penalty2,
          {hidden_cache, relu_cache, scores_cache, softmax_cache, penalty1_cache, penalty2_cache}};
  // END SOLUTION
}

TwoLayerGradients two_layer_net_backward(double dloss, const TwoLayerCache& cache) {
  // BEGIN SOLUTION backward: call your backward passes in the opposite order.
  // Which weights reach the loss on two paths?
  const Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  const auto [dactivations, dw2, db2] = affine_backward(dscores, cache.scores);
  const Matrix dhidden = relu_backward(dactivations, cache.relu);
  const auto [dx, dw1, db1] = affine_backward(dhidden, cache.hidden);
  return {dw1 + l2_penalty_backward(dloss, cache.penalty1), db1,
          dw2 + l2_penalty_backward(dloss, cache.penalty2), db2};
  // END SOLUTION
}

}  // namespace backprop
