/// The residual stream and the norm behind it, fused: a block adds what it has made to the stream, and hands
/// on both the sum and the sum normalised.
///
///     h = x + residual
///     r_nt = 1 / sqrt(mean_d h_ntd^2 + eps)        out = gamma h r
///
/// Two outputs, so two upstream gradients: dout comes back through the norm, dh comes straight back along the
/// stream. They meet at h, and what they make together goes to x and to residual alike. Either may be 0.
/// N = sequences, T = time steps, D = features.
#pragma once

#include <backprop/rmsnorm.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct AddRmsnormOutputs {
  Tensor3 out;  // (N, T, D) gamma h r, for the next layer
  Tensor3 h;    // (N, T, D) x + residual, for the stream
};

struct AddRmsnormCache {
  RmsnormCache norm;  // of h
};

/// x and residual: (N, T, D), gamma: (D), eps > 0.  Returns out and h, and the cache.  Throws ShapeError when
/// the sizes do not fit.
Forward<AddRmsnormOutputs, AddRmsnormCache> add_rmsnorm_forward(const Tensor3& x, const Tensor3& residual,
                                                                const Vector& gamma, double eps = 1e-5);

struct AddRmsnormGradients {
  Tensor3 dx;         // (N, T, D)
  Tensor3 dresidual;  // (N, T, D)
  Vector dgamma;      // (D)
};

/// dout and dh: (N, T, D) gradients of the loss with respect to out and h.  Returns dx, dresidual, dgamma.
/// Throws ShapeError when dout or dh does not fit the cache.
AddRmsnormGradients add_rmsnorm_backward(const Tensor3& dout, const Tensor3& dh,
                                         const AddRmsnormCache& cache);

}  // namespace backprop
