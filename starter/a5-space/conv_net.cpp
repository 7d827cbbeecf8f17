#include <backprop/conv_net.hpp>

namespace backprop {

namespace {

// Each image as a row: (N, F, H, W) to (N, F H W).
Matrix images_as_rows(const Tensor4& x) {
  return reshape(x, {x.shape(0), x.shape(1) * x.shape(2) * x.shape(3)});
}

// The rows as images of the shape of `like`.
Tensor4 rows_shaped_like(const Matrix& rows, const Tensor4& like) {
  return reshape(rows, {like.shape(0), like.shape(1), like.shape(2), like.shape(3)});
}

}  // namespace

Forward<double, ConvNetCache> conv_net_forward(const Tensor4& x, const Labels& y,
                                               const ConvNetParameters& parameters,
                                               const ConvNetSettings& settings, Mode mode,
                                               BatchnormParam& batchnorm) {
  const auto& [w1, b1, gamma, beta, w2, b2] = parameters;
  // TODO(a5.conv_net): each layer is fed with the output of the one below. Keep every cache.
  throw NotImplemented("conv_net_forward");
}

ConvNetGradients conv_net_backward(double dloss, const ConvNetCache& cache) {
  // TODO(a5.conv_net): the same layers from the top down. What one layer gives as dx is the next one's
  // dout, in the shape that this layer gave out.
  throw NotImplemented("conv_net_backward");
}

}  // namespace backprop
