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
  // BEGIN SOLUTION function: each layer is fed with the output of the one below. Keep every cache.
  ConvNetCache cache;
  cache.settings = settings;
  auto conv = conv_im2col_forward(x, w1, b1, settings.conv);
  cache.conv = conv.cache;
  Tensor4 features = conv.out;
  if (settings.norm == Norm::batch) {
    batchnorm.mode = mode;
    auto normalised = spatial_batchnorm_forward(features, gamma, beta, batchnorm);
    cache.batchnorm = normalised.cache;
    features = normalised.out;
  } else if (settings.norm == Norm::group) {
    auto normalised = group_norm_forward(features, gamma, beta, settings.groups);
    cache.group_norm = normalised.cache;
    features = normalised.out;
  }
  auto active = relu_forward(images_as_rows(features));
  cache.relu = active.cache;
  auto pooled = max_pool_forward(rows_shaped_like(active.out, features), settings.pool);
  cache.pool = pooled.cache;
  auto scores = affine_forward(images_as_rows(pooled.out), w2, b2);
  cache.scores = scores.cache;
  auto loss = softmax_loss_forward(scores.out, y);
  cache.softmax = loss.cache;
  return {loss.out, cache};
  // END SOLUTION
}

ConvNetGradients conv_net_backward(double dloss, const ConvNetCache& cache) {
  // BEGIN SOLUTION backward: the same layers from the top down. What one layer gives as dx is the next one's
  // dout, in the shape that this layer gave out.
  ConvNetGradients gradients;
  const Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  auto [dpooled_rows, dw2, db2] = affine_backward(dscores, cache.scores);
  gradients.dw2 = dw2;
  gradients.db2 = db2;
  const Tensor4& active = cache.pool.x;
  const PoolSizes pooled =
      pool_sizes("conv_net_backward", active.shape(2), active.shape(3), cache.pool.param);
  const Tensor4 dpooled =
      reshape(dpooled_rows, {active.shape(0), active.shape(1), pooled.height, pooled.width});
  const Tensor4 dactive = max_pool_backward(dpooled, cache.pool);
  Tensor4 dfeatures = rows_shaped_like(relu_backward(images_as_rows(dactive), cache.relu), active);
  if (cache.settings.norm == Norm::batch) {
    auto [dx, dgamma, dbeta] = spatial_batchnorm_backward(dfeatures, cache.batchnorm);
    gradients.dgamma = dgamma;
    gradients.dbeta = dbeta;
    dfeatures = dx;
  } else if (cache.settings.norm == Norm::group) {
    auto [dx, dgamma, dbeta] = group_norm_backward(dfeatures, cache.group_norm);
    gradients.dgamma = dgamma;
    gradients.dbeta = dbeta;
    dfeatures = dx;
  }
  auto [dx, dw1, db1] = conv_im2col_backward(dfeatures, cache.conv);
  gradients.dx = dx;
  gradients.dw1 = dw1;
  gradients.db1 = db1;
  return gradients;
  // END SOLUTION
}

}  // namespace backprop
