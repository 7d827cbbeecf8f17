/// The tensors whose elements lie beside those of a gradient: each element of dx has one of x, and of dout.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns the inputs, the upstream gradients and the formulas' values that have the gradient's shape in
/// symbols, by name.
std::vector<std::pair<std::string, Tensor>> tensors_beside(const JudgedGradient& gradient,
                                                           const JudgedCase& judged);

}  // namespace grader
