/// Functions whose gradient a gradient checker is to judge in the op grad_check. No worker holds them: a
/// student's checker gets their values over the channel. Their gradients are in checked_gradients.hpp.
#pragma once

#include <backprop/tensor.hpp>
#include <vector>

namespace grader {

struct CheckedFunction {
  const char* name;
  /// x: (N, D) to (N, M).
  backprop::Matrix (*f)(const backprop::Matrix& x);
};

/// The outside function that takes an index into checked_functions() and x, and returns f(x).
inline constexpr const char* kCheckedFunction = "checked_function";

/// Indexed by the op's attribute `function`.
const std::vector<CheckedFunction>& checked_functions();

}  // namespace grader
