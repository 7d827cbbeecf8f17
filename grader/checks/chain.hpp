/// Finds the step at which a backward pass of several steps goes wrong: its gradients are wrong although the
/// gradients of the step before it are right.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns whether the gradient with this name is right in every element, or nullopt when that says nothing,
/// because it has to be 0 whatever reaches it.
using IsRight = std::function<std::optional<bool>(const std::string& name)>;

/// Returns a sentence, with a blank before it, that says at which step of Op::chain the gradient `wrong`
/// breaks. Returns an empty string when the op has no chain or `wrong` is not on it. A step is broken only
/// when all its gradients are wrong: one right gradient shows that what reaches the step is right.
std::string chain_sentence(const Op& op, const std::string& wrong, const IsRight& is_right);

/// Does the same for a backward pass that walks back in time, by Op::back_in_time. `along` is the gradient
/// with the time axis, and `own` the wrong one. Returns an empty string when the op does not walk back in
/// time, or when the wrong time steps do not look like one break.
std::string time_sentence(const Op& op, const JudgedGradient& own, const JudgedGradient& along);

}  // namespace grader
