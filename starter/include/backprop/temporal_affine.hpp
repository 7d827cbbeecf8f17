/// The affine layer at every time step, with the same weights at each.
///
///     out_nt = x_nt w + b
///
/// N = sequences, T = time steps, D = features in, M = features out.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct TemporalAffineCache {
  Tensor3 x;  // (N, T, D)
  Matrix w;   // (D, M)
};

struct TemporalAffineGradients {
  Tensor3 dx;  // (N, T, D)
  Matrix dw;   // (D, M)
  Vector db;   // (M)
};

/// x: (N, T, D), w: (D, M), b: (M).  Returns out: (N, T, M) and the cache. Throws ShapeError when the sizes
/// do not fit.
Forward<Tensor3, TemporalAffineCache> temporal_affine_forward(const Tensor3& x, const Matrix& w,
                                                              const Vector& b);

/// dout: (N, T, M) gradient of the loss with respect to out.  Throws ShapeError when dout does not fit the
/// cache.
TemporalAffineGradients temporal_affine_backward(const Tensor3& dout, const TemporalAffineCache& cache);

}  // namespace backprop
