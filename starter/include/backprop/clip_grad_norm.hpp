/// Clipping by the global norm (Pascanu, Mikolov and Bengio, 2013): a gradient that is too long is made
/// shorter, and keeps its direction.
///
///     norm = sqrt(sum of the squares of all elements of all tensors)
///     gradient = gradient max_norm / norm        where norm > max_norm
///
/// One norm and one factor for all parameters together: a norm for each tensor would turn the direction, and
/// so would clipping each element. The square of 1e200 does not fit into a double, but a gradient of that
/// size is what an exploding net has: the norm must not overflow as long as it fits itself. The square of
/// 1e-170 is 0, and here too the norm must be right.
#pragma once

#include <backprop/tensor.hpp>
#include <vector>

namespace backprop {

struct ClippedGradients {
  std::vector<Matrix> gradients;  // as many as were handed in, of the same shapes
  double norm;                    // of all of them together, before they were clipped
};

/// gradients: one matrix of any shape for each parameter; a bias as one row. max_norm: > 0. Finite elements
/// have a finite norm. No number here is subnormal, and neither is max_norm / norm: doubles have fewer digits
/// there.
///
/// Where the norm is at most max_norm, each gradient comes back as it was, to the last bit; that of zeros,
/// whose norm is 0, too. Where it is larger, their norm afterwards is max_norm. Where an element is NaN or
/// infinite there is no direction to keep: all come back as they were, and norm is NaN or infinite, so that
/// whoever trains can see it and leave out the step. Throws std::invalid_argument unless max_norm > 0.
ClippedGradients clip_grad_norm(const std::vector<Matrix>& gradients, double max_norm);

}  // namespace backprop
