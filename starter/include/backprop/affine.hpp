/// The affine (fully connected) layer.
///
///     out = x w + b        row n: out_nm = sum_d x_nd w_dm + b_m
///
/// Every example meets the same w and b, so their gradients sum over the batch.
/// N = batch size, D = input features, M = output features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct AffineCache {
  Matrix x;  // (N, D)
  Matrix w;  // (D, M)
};

/// x: (N, D), w: (D, M), b: (M).  Returns out: (N, M) and the cache.  Throws ShapeError when the sizes do not
/// fit.
Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b);

struct AffineGradients {
  Matrix dx;  // (N, D)
  Matrix dw;  // (D, M)
  Vector db;  // (M)
};

/// dout: (N, M) gradient of the loss with respect to out.  Returns dx, dw, db.  Throws ShapeError when dout
/// is not (N, M).
AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache);

}  // namespace backprop
