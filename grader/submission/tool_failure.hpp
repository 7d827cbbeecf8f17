/// What it means that a compiler or linker did not succeed.
#pragma once
#include <optional>
#include <string>

#include "grader/sandbox/limits.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/submission/build_limits.hpp"

namespace grader {

/// Why a g++ was stopped, other than by errors in what it read: a limit, or our own fault. Nothing when it
/// ran to its end, whatever it found. `action` is what it was to do, "compiling affine.cpp"; `file` goes into
/// the failure.
std::optional<BuildFailure> stopped(const Outcome& outcome, const Limits& limits, const std::string& action,
                                    const std::string& file);

}  // namespace grader
