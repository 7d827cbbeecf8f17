// Calls neither relu nor affine: a maximum whose gate is the sign of its output, and two products of
// matrices.
#include <backprop/conv_net.hpp>

namespace backprop {

Forward<double, ConvNetCache> conv_net_forward(const Tensor4& x, const Labels& y,
                                               const ConvNetParameters& parameters,
                                               const ConvNetSettings& settings, Mode mode,
                                               BatchnormParam& batchnorm) {
  const std::size_t N = x.shape(0);
  ConvNetCache cache;
  cache.settings = settings;
  auto [features, conv_cache] = conv_im2col_forward(x, parameters.w1, parameters.b1, settings.conv);
  cache.conv = conv_cache;
  if (settings.norm == Norm::batch) {
    batchnorm.mode = mode;
    auto [out, norm_cache] =
        spatial_batchnorm_forward(features, parameters.gamma, parameters.beta, batchnorm);
    cache.batchnorm = norm_cache;
    features = out;
  }
  if (settings.norm == Norm::group) {
    auto [out, norm_cache] = group_norm_forward(features, parameters.gamma, parameters.beta, settings.groups);
    cache.group_norm = norm_cache;
    features = out;
  }
  auto [pooled, pool_cache] = max_pool_forward(maximum(features, 0.0), settings.pool);
  cache.pool = pool_cache;
  cache.scores = {reshape(pooled, {N, pooled.size() / N}), parameters.w2};
  auto [loss, softmax_cache] =
      softmax_loss_forward(matmul(cache.scores.x, parameters.w2) + as_row(parameters.b2), y);
  cache.softmax = softmax_cache;
  return {loss, cache};
}

ConvNetGradients conv_net_backward(double dloss, const ConvNetCache& cache) {
  ConvNetGradients all;
  const Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  all.dw2 = matmul(transpose(cache.scores.x), dscores);
  all.db2 = sum(dscores, 0);
  const Tensor4& active = cache.pool.x;
  const PoolSizes sizes = pool_sizes("conv_net_backward", active.shape(2), active.shape(3), cache.pool.param);
  const Tensor4 dpooled = reshape(matmul(dscores, transpose(cache.scores.w)),
                                  {active.shape(0), active.shape(1), sizes.height, sizes.width});
  Tensor4 down = max_pool_backward(dpooled, cache.pool) * (active > 0.0);
  switch (cache.settings.norm) {
    case Norm::none:
      break;
    case Norm::batch: {
      const SpatialBatchnormGradients norm = spatial_batchnorm_backward(down, cache.batchnorm);
      all.dgamma = norm.dgamma;
      all.dbeta = norm.dbeta;
      down = norm.dx;
      break;
    }
    case Norm::group: {
      const GroupNormGradients norm = group_norm_backward(down, cache.group_norm);
      all.dgamma = norm.dgamma;
      all.dbeta = norm.dbeta;
      down = norm.dx;
      break;
    }
  }
  const ConvIm2colGradients conv = conv_im2col_backward(down, cache.conv);
  all.dx = conv.dx;
  all.dw1 = conv.dw;
  all.db1 = conv.db;
  return all;
}

}  // namespace backprop
