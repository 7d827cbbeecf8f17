/// Plain gradient descent: a step against the gradient.
///
///     next_w = w - learning_rate dw
///
/// Called stochastic where dw is that of a batch.
#pragma once

#include <backprop/step.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct SgdConfig {
  double learning_rate = 1e-2;  // at least 0
};

/// w and dw: a parameter and its gradient, of one shape.  Throws ShapeError when they differ in shape.
Step<SgdConfig> sgd(const Matrix& w, const Matrix& dw, const SgdConfig& config);

}  // namespace backprop
