/// RMSProp (Tieleman and Hinton, 2012): each parameter's step is divided by the size that its gradient has
/// had lately, so that steep and flat directions are walked at one pace.
///
///     cache = decay_rate cache + (1 - decay_rate) dw^2
///     next_w = w - learning_rate dw / (sqrt(cache) + epsilon)
///
/// epsilon is added outside of the root. It decides where gradients are of its own size or smaller.
#pragma once

#include <backprop/step.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct RmspropConfig {
  double learning_rate = 1e-2;  // at least 0
  double decay_rate = 0.99;     // in [0, 1]
  double epsilon = 1e-8;        // above 0
  Matrix cache = zeros(0, 0);  // running mean of dw^2, of the shape of w; (0, 0) before the first step: zeros
};

/// w and dw: a parameter and its gradient, of one shape.  Throws ShapeError when they, or the cache, differ
/// in shape.
Step<RmspropConfig> rmsprop(const Matrix& w, const Matrix& dw, const RmspropConfig& config);

}  // namespace backprop
