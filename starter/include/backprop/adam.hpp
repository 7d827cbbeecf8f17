/// Adam (Kingma and Ba, 2015): momentum over RMSProp, with both running means corrected for having begun at
/// 0.
///
///     t = t + 1
///     m = beta1 m + (1 - beta1) dw          mt = m / (1 - beta1^t)
///     v = beta2 v + (1 - beta2) dw^2        vt = v / (1 - beta2^t)
///     next_w = w - learning_rate mt / (sqrt(vt) + epsilon)
///
/// t counts steps, and is raised before it is used: at the first step it is 1, and the corrections are
/// largest. m and v themselves are kept without the correction. epsilon is added outside of
/// the root.
#pragma once

#include <backprop/step.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct AdamConfig {
  double learning_rate = 1e-3;  // at least 0
  double beta1 = 0.9;           // in [0, 1)
  double beta2 = 0.999;         // in [0, 1)
  double epsilon = 1e-8;        // above 0
  Matrix m = zeros(0, 0);       // running mean of dw, of the shape of w; (0, 0) before the first step: zeros
  Matrix v = zeros(0, 0);       // running mean of dw^2, likewise
  std::size_t t = 0;            // how many steps have been made
};

/// w and dw: a parameter and its gradient, of one shape.  Throws ShapeError when they, m or v differ in
/// shape.
Step<AdamConfig> adam(const Matrix& w, const Matrix& dw, const AdamConfig& config);

}  // namespace backprop
