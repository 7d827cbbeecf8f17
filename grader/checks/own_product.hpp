/// Recognises an answer that is the upstream gradient times a simple product of the input and the output.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns "Your dx is dz z (1 - z^2)." for a layer that works element by element, when it is so in all
/// cases. Returns an empty text otherwise.
std::string own_product(const JudgedGradient& gradient);

}  // namespace grader
