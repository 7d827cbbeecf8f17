/// Whether what passed speaks against a known mistake, although the mistake gives the wrong answer at hand. A
/// chain of steps may arrive at the same wrong number from elsewhere.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/ops/op.hpp"

namespace grader {

/// Answers a question about the gradient with this name.
using AboutGradient = std::function<bool(const std::string& name)>;

/// What is known of the gradients of one submission, and of a mistake that gives one of them.
struct Signs {
  AboutGradient is_right;    // in the submission
  AboutGradient is_spoiled;  // by the mistake, in these cases
  AboutGradient has_own;     // a wrong gradient that another known mistake gives, apart from this one
};

/// Returns whether a gradient that the mistake spoils is right, or whether a node or a step of the op's chain
/// that it leaves alone is wrong without a mistake of its own: the wrong answer may come from there. A
/// gradient beside a chain says nothing, since nobody writes one line only. `spoils` are the gradients that
/// the mistake may spoil.
bool contradicts(const Op& op, const std::vector<std::string>& spoils, const Signs& signs);

}  // namespace grader
