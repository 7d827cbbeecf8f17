/// Functions whose gradient is known, for a gradient checker to judge: those of the op grad_check.
#pragma once

#include <backprop/tensor.hpp>
#include <vector>

namespace grader {

struct CheckedFunction {
  const char* name;
  /// x: (N, D) to (N, M).
  backprop::Matrix (*f)(const backprop::Matrix& x);
  /// The gradient of sum(dout * f(x)) with respect to x, (N, D); at a kink the one-sided one from the left.
  backprop::Matrix (*vjp)(const backprop::Matrix& x, const backprop::Matrix& dout);
};

/// By the value of the op's attribute `function`.
const std::vector<CheckedFunction>& checked_functions();

}  // namespace grader
