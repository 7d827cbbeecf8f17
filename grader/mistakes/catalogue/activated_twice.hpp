/// Slopes of gates from a cache that is taken for what goes into the nonlinearity, though it holds what came
/// out.
#pragma once

#include <backprop/tensor.hpp>

namespace grader {

inline backprop::Matrix sigmoid_of(const backprop::Matrix& gate) {
  return 1.0 / (1.0 + backprop::exp(-gate));
}

inline backprop::Matrix slope_after_second_sigmoid(const backprop::Matrix& gate) {
  const backprop::Matrix second = sigmoid_of(gate);
  return second * (1.0 - second);
}

inline backprop::Matrix slope_after_second_tanh(const backprop::Matrix& candidate) {
  const backprop::Matrix second = backprop::tanh(candidate);
  return 1.0 - second * second;
}

}  // namespace grader
