/// The gradients of checked_functions(). A kit does not have them: they are answers.
#pragma once

#include <backprop/tensor.hpp>
#include <cstddef>

namespace grader {

/// Returns the gradient of sum(dout * f(x)) with respect to x, (N, D), where f is checked_functions()[which].
/// At a kink it is the one-sided gradient from the left. Throws std::out_of_range when there is no such f.
backprop::Matrix checked_gradient(std::size_t which, const backprop::Matrix& x, const backprop::Matrix& dout);

}  // namespace grader
