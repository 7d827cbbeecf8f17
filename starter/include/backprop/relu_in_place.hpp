/// A scale for each feature and a ReLU, computed in place: the result is written over the input, which saves
/// its memory.
///
///     out_nd = max(0, scale_d x_nd)
///
/// When backward runs, x is gone. The gradients must come from out and scale alone. Where something of x is
/// needed, it has to be recovered; where it cannot be recovered, it is not needed.
/// At x = 0 there is a kink: everything between the slopes of the two sides is right there. x may be as small
/// as a double can be.
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct ReluInPlaceCache {
  Matrix out;    // (N, D) what replaced x in memory
  Vector scale;  // (D) none of them 0
};

/// x: (N, D), overwritten with the result; scale: (D).  Returns out: (N, D) and the cache.
/// Throws ShapeError when scale is not (D), std::invalid_argument when an element of scale is 0.
Forward<Matrix, ReluInPlaceCache> relu_in_place_forward(Matrix x, const Vector& scale);

struct ReluInPlaceGradients {
  Matrix dx;      // (N, D)
  Vector dscale;  // (D)
};

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx and dscale.
/// Throws ShapeError when dout and cache.out differ in shape.
ReluInPlaceGradients relu_in_place_backward(const Matrix& dout, const ReluInPlaceCache& cache);

}  // namespace backprop
