/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019): the decay pulls at the weight beside the
/// gradient, not in it.
///
///     t = t + 1
///     m = beta1 m + (1 - beta1) dw          mt = m / (1 - beta1^t)
///     v = beta2 v + (1 - beta2) dw^2        vt = v / (1 - beta2^t)
///     next_w = w - learning_rate (mt / (sqrt(vt) + epsilon) + weight_decay w)
///
/// As L2 regularisation, dw + weight_decay w would go through m and v. Adam divides by the size of what it
/// averages, so a weight with large gradients would hardly decay, and one without gradients would shrink by
/// the learning rate at each step, however small it is. Here all weights decay by the same share. The decay
/// is that of w before the step, and is multiplied by the learning rate, as in PyTorch. With weight_decay 0
/// this is Adam.
#pragma once

#include <backprop/step.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct AdamwConfig {
  double learning_rate = 1e-3;  // at least 0
  double beta1 = 0.9;           // in [0, 1)
  double beta2 = 0.999;         // in [0, 1)
  double epsilon = 1e-8;        // above 0
  double weight_decay = 1e-2;   // at least 0
  Matrix m = zeros(0, 0);       // running mean of dw, of the shape of w; (0, 0) before the first step: zeros
  Matrix v = zeros(0, 0);       // running mean of dw^2, likewise
  std::size_t t = 0;            // how many steps have been made
};

/// w and dw: a parameter and its gradient, of one shape.  Throws ShapeError when they, m or v differ in
/// shape.
Step<AdamwConfig> adamw(const Matrix& w, const Matrix& dw, const AdamwConfig& config);

}  // namespace backprop
