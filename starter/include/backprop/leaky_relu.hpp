/// The leaky rectified linear unit, elementwise (Maas, Hannun and Ng, 2013).
///
///     out = x where x > 0, alpha x elsewhere        dout/dx = 1 where x > 0, alpha where x < 0
///
/// The slope on the negative side is small but not zero, so a unit that is off can come back.
/// At x = 0 every slope between alpha and 1 is a subgradient. x may be as small as a double can be.
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct LeakyReluCache {
  Matrix x;  // (N, D) the input: its sign decides the slope
  double alpha;
};

/// x: (N, D), alpha: the slope on the negative side, 0 <= alpha < 1.  Returns out: (N, D) and the cache.
Forward<Matrix, LeakyReluCache> leaky_relu_forward(const Matrix& x, double alpha);

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx: (N, D).
/// Throws ShapeError when dout and cache.x differ in shape.
Matrix leaky_relu_backward(const Matrix& dout, const LeakyReluCache& cache);

}  // namespace backprop
