/// A convolutional net, made of your layers:
///
///     conv, [norm], relu, max pool, affine, softmax loss
///
/// The norm is batch normalisation of images, group normalisation, or none. Call the layers, bottom up in the
/// forward pass and top down in the backward pass; derive nothing again. relu and affine take matrices: an
/// image is a row of them, as reshape makes it. The image itself has a gradient, too: it says which pixels
/// the net has looked at. N = batch size, C = channels, H and W = height and width of an image, F = filters,
/// HH and WW = height and width of a filter, P = F times the pixels of a pooled image, K = classes.
#pragma once

#include <backprop/affine.hpp>
#include <backprop/conv_im2col.hpp>
#include <backprop/group_norm.hpp>
#include <backprop/max_pool.hpp>
#include <backprop/mode.hpp>
#include <backprop/relu.hpp>
#include <backprop/softmax_loss.hpp>
#include <backprop/spatial_batchnorm.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

enum class Norm { none, batch, group };

struct ConvNetSettings {
  Norm norm = Norm::none;
  std::size_t groups = 1;  // of group normalisation, whose eps is its default
  ConvParam conv;
  PoolParam pool;
};

struct ConvNetParameters {
  Tensor4 w1;    // (F, C, HH, WW)
  Vector b1;     // (F)
  Vector gamma;  // (F), not used without a norm
  Vector beta;   // (F), not used without a norm
  Matrix w2;     // (P, K)
  Vector b2;     // (K)
};

struct ConvNetCache {
  ConvNetSettings settings;
  ConvIm2colCache conv;
  SpatialBatchnormCache batchnorm;  // of Norm::batch
  GroupNormCache group_norm;        // of Norm::group
  ReluCache relu;                   // of (N, F times the pixels of an image behind conv)
  MaxPoolCache pool;
  AffineCache scores;  // of (N, P)
  SoftmaxLossCache softmax;
};

/// x: (N, C, H, W), y: (N) classes in [0, K).  `mode` is that of batch normalisation, whose running
/// statistics are moved in training mode; the mode in `batchnorm` does not count. Returns the loss, one
/// number, and the cache. Throws ShapeError when the sizes do not fit.
Forward<double, ConvNetCache> conv_net_forward(const Tensor4& x, const Labels& y,
                                               const ConvNetParameters& parameters,
                                               const ConvNetSettings& settings, Mode mode,
                                               BatchnormParam& batchnorm);

struct ConvNetGradients {
  Tensor4 dx;     // (N, C, H, W)
  Tensor4 dw1;    // (F, C, HH, WW)
  Vector db1;     // (F)
  Vector dgamma;  // (F); without a norm it does not count
  Vector dbeta;   // (F), likewise
  Matrix dw2;     // (P, K)
  Vector db2;     // (K)
};

/// dloss: the upstream gradient, one number; the cache is of a pass in training mode.  Returns the gradients
/// of the images and of all parameters.
ConvNetGradients conv_net_backward(double dloss, const ConvNetCache& cache);

}  // namespace backprop
