#include <backprop/two_layer_net.hpp>

namespace backprop {

Forward<double, TwoLayerCache> two_layer_net_forward(const Matrix& x, const Labels& y,
                                                     const TwoLayerParameters& parameters, double reg) {
  const auto& [w1, b1, w2, b2] = parameters;
  // TODO(a1.two_layer_net): call your layers in order: affine, relu, affine, softmax loss.
  // Add the L2 penalties of w1 and w2, and keep every cache.
  throw NotImplemented("two_layer_net_forward");
}

TwoLayerGradients two_layer_net_backward(double dloss, const TwoLayerCache& cache) {
  // TODO(a1.two_layer_net): call your backward passes in the opposite order.
  // Which weights reach the loss on two paths?
  throw NotImplemented("two_layer_net_backward");
}

}  // namespace backprop
