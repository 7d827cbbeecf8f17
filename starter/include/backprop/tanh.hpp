/// The tanh gate, elementwise.
///
///     z = tanh(x)        dz/dx = 1 - z^2 <= 1
///
/// Centred on 0 and four times as steep there as the sigmoid, but it saturates just the same, where z is near
/// -1 or 1.
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct TanhCache {
  Matrix z;  // (N, D) the output; all that the backward pass needs
};

/// x: (N, D).  Returns z: (N, D) and the cache.
Forward<Matrix, TanhCache> tanh_forward(const Matrix& x);

/// dz: (N, D) gradient of the loss with respect to z.  Returns dx: (N, D).
/// Throws ShapeError when dz and cache.z differ in shape.
Matrix tanh_backward(const Matrix& dz, const TanhCache& cache);

}  // namespace backprop
