/// Group normalisation (Wu and He, 2018): the channels of an image form G groups of C / G neighbours. The
/// pixels of a group, M = C / G * H * W of them, share a mean and a variance.
///
///     mu_ng = mean over the group of x        var_ng = mean over the group of (x - mu_ng)^2
///     xhat = (x - mu_ng) / sqrt(var_ng + eps)        out(n,c,i,j) = gamma_c xhat(n,c,i,j) + beta_c
///
/// With G = 1 it is layer normalisation of whole images, with G = C instance normalisation. Images do not
/// meet, so that a batch of one is nothing special. gamma and beta still belong to channels: their gradients
/// sum over the batch and the pixels. A group that is nearly constant has ivar as large as 1/sqrt(eps). A
/// group of one number, M = 1, has dx = 0. N = batch size, C = channels, H and W = height and width of an
/// image, G = groups.
#pragma once

#include <backprop/tensor.hpp>
#include <cstddef>

namespace backprop {

struct GroupNormCache {
  Tensor4 xhat;  // (N, C, H, W)
  Matrix ivar;   // (N, G) 1 / sqrt(var + eps)
  Vector gamma;  // (C)
};

/// x: (N, C, H, W), gamma and beta: (C), G groups, eps > 0.  Returns out: (N, C, H, W) and the cache.
/// Throws ShapeError when the sizes do not fit, or when G does not divide C.
Forward<Tensor4, GroupNormCache> group_norm_forward(const Tensor4& x, const Vector& gamma, const Vector& beta,
                                                    std::size_t G, double eps = 1e-5);

struct GroupNormGradients {
  Tensor4 dx;     // (N, C, H, W)
  Vector dgamma;  // (C)
  Vector dbeta;   // (C)
};

/// dout: (N, C, H, W) gradient of the loss with respect to out.  Returns dx, dgamma, dbeta.  Throws
/// ShapeError when dout does not fit the cache.
GroupNormGradients group_norm_backward(const Tensor4& dout, const GroupNormCache& cache);

}  // namespace backprop
