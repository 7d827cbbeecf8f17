/// Gradient descent with momentum: a ball that rolls. Gradients that agree add up over the steps, to as much
/// as 1 / (1 - momentum) of one; those that change their sign cancel.
///
///     v = momentum v - learning_rate dw        next_w = w + v
#pragma once

#include <backprop/step.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct SgdMomentumConfig {
  double learning_rate = 1e-2;    // at least 0
  double momentum = 0.9;          // in [0, 1]
  Matrix velocity = zeros(0, 0);  // v, of the shape of w; (0, 0) before the first step: zeros
};

/// w and dw: a parameter and its gradient, of one shape.  Throws ShapeError when they, or the velocity,
/// differ in shape.
Step<SgdMomentumConfig> sgd_momentum(const Matrix& w, const Matrix& dw, const SgdMomentumConfig& config);

}  // namespace backprop
