/// The sigmoid gate, elementwise.
///
///     z = 1 / (1 + e^-x)        dz/dx = z (1 - z) <= 1/4
///
/// The forward must not overflow for |x| up to 1e3. The local gradient vanishes where z is near 0 or 1: the
/// gate is saturated.
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct SigmoidCache {
  Matrix z;  // (N, D) the output; all that the backward pass needs
};

/// x: (N, D).  Returns z: (N, D) and the cache.
Forward<Matrix, SigmoidCache> sigmoid_forward(const Matrix& x);

/// dz: (N, D) gradient of the loss with respect to z.  Returns dx: (N, D).
/// Throws ShapeError when dz and cache.z differ in shape.
Matrix sigmoid_backward(const Matrix& dz, const SigmoidCache& cache);

}  // namespace backprop
