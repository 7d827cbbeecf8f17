/// Batch normalisation of images in test mode, with a backward pass. Nets are fine-tuned, attacked and
/// explained in test mode, so that gradients flow through it there too.
///
///     out(n,c,i,j) = gamma_c (x(n,c,i,j) - running_mean_c) / sqrt(running_var_c + eps) + beta_c
///
/// The statistics are constants that do not depend on x. So the layer is an affine map of each pixel by
/// itself, and nothing of the training mode's dx but its first term is left. A running variance may be 0, or
/// far from that of x. N = batch size, C = channels, H and W = height and width of an image.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct BatchnormEvalCache {
  Tensor4 xhat;  // (N, C, H, W) x, normalised with the running statistics
  Vector ivar;   // (C) 1 / sqrt(running_var + eps)
  Vector gamma;  // (C)
};

/// x: (N, C, H, W), the others but eps: (C), running_var >= 0, eps > 0.  Returns out: (N, C, H, W) and the
/// cache. Throws ShapeError when the sizes do not fit.
Forward<Tensor4, BatchnormEvalCache> batchnorm_eval_forward(const Tensor4& x, const Vector& gamma,
                                                            const Vector& beta, const Vector& running_mean,
                                                            const Vector& running_var, double eps = 1e-5);

struct BatchnormEvalGradients {
  Tensor4 dx;     // (N, C, H, W)
  Vector dgamma;  // (C)
  Vector dbeta;   // (C)
};

/// dout: (N, C, H, W) gradient of the loss with respect to out.  Returns dx, dgamma, dbeta.  Throws
/// ShapeError when dout does not fit the cache.
BatchnormEvalGradients batchnorm_eval_backward(const Tensor4& dout, const BatchnormEvalCache& cache);

}  // namespace backprop
