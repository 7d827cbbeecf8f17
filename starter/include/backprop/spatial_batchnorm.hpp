/// Batch normalisation of images: each channel is normalised over the whole batch and all of its pixels.
///
///     mu_c = mean_nij x(n,c,i,j)        var_c = mean_nij (x(n,c,i,j) - mu_c)^2
///     out(n,c,i,j) = gamma_c (x(n,c,i,j) - mu_c) / sqrt(var_c + eps) + beta_c
///
/// This is batch normalisation of N H W examples that have C features, one example for each pixel of the
/// batch: see batchnorm.hpp. Both functions call that layer, with images turned into rows. With N H W = 1 the
/// variance is 0, out is beta, and dx is 0 whatever dout is. With N H W = 2 dx almost vanishes too. N = batch
/// size, C = channels, H and W = height and width of an image.
#pragma once

#include <backprop/batchnorm.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct SpatialBatchnormCache {
  std::size_t images;        // N
  std::size_t height;        // H
  std::size_t width;         // W
  BatchnormCache batchnorm;  // of the layer for N H W rows of C numbers
};

/// x: (N, C, H, W), gamma and beta: (C), statistics in param: (C) or empty.  Returns out: (N, C, H, W) and
/// the cache. The two modes, and what happens to the running statistics, are those of batchnorm_forward.
/// Throws ShapeError when the sizes do not fit.
Forward<Tensor4, SpatialBatchnormCache> spatial_batchnorm_forward(const Tensor4& x, const Vector& gamma,
                                                                  const Vector& beta, BatchnormParam& param);

struct SpatialBatchnormGradients {
  Tensor4 dx;     // (N, C, H, W)
  Vector dgamma;  // (C)
  Vector dbeta;   // (C)
};

/// dout: (N, C, H, W) gradient of the loss with respect to out, of a pass in training mode.  Returns dx,
/// dgamma, dbeta. Throws ShapeError when dout does not fit the cache, or when that is of a pass in test mode.
SpatialBatchnormGradients spatial_batchnorm_backward(const Tensor4& dout, const SpatialBatchnormCache& cache);

}  // namespace backprop
