/// Where a backward pass of several steps goes wrong: at the first step whose gradient is wrong though those
/// before it are right.
#pragma once

#include <functional>
#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Whether the gradient of that name is right everywhere.
using IsRight = std::function<bool(const std::string& name)>;

/// A sentence with a blank before it about the gradient `wrong`, by Op::chain; empty for an op without one or
/// a gradient that is not on it. A step is broken when all its gradients are wrong: what reaches it is right
/// as soon as one of them is.
std::string chain_sentence(const Op& op, const std::string& wrong, const IsRight& is_right);

/// The same for a backward pass that walks back in time, by Op::back_in_time: `along` is the gradient that
/// has the time axis.
std::string time_sentence(const Op& op, const std::string& wrong, const JudgedGradient& along);

}  // namespace grader
