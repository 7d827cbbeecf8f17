/// Root mean square normalisation (Zhang and Sennrich, 2019): layer normalisation that subtracts no mean and
/// adds no beta. Each row x_nt is divided by the size of its numbers.
///
///     r_nt = 1 / sqrt(mean_d x_ntd^2 + eps)        xhat = x r        out = gamma xhat
///
/// A row that is stretched gives the same out, so dx is orthogonal to x, but for eps; a row that is shifted
/// gives another one, so dx need not sum to 0. Where all of a row is 0, r is 1/sqrt(eps), and dx is as many
/// times as large as dout. gamma belongs to features: its gradient sums over sequences and time steps.
/// N = sequences, T = time steps, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct RmsnormCache {
  Tensor3 xhat;  // (N, T, D)
  Matrix r;      // (N, T) 1 / sqrt(mean square + eps)
  Vector gamma;  // (D)
};

/// x: (N, T, D), gamma: (D), eps > 0.  Returns out: (N, T, D) and the cache.  Throws ShapeError when the
/// sizes do not fit.
Forward<Tensor3, RmsnormCache> rmsnorm_forward(const Tensor3& x, const Vector& gamma, double eps = 1e-5);

struct RmsnormGradients {
  Tensor3 dx;     // (N, T, D)
  Vector dgamma;  // (D)
};

/// dout: (N, T, D) gradient of the loss with respect to out.  Returns dx and dgamma.  Throws ShapeError when
/// dout does not fit the cache.
RmsnormGradients rmsnorm_backward(const Tensor3& dout, const RmsnormCache& cache);

}  // namespace backprop
