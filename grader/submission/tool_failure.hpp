/// Explains why a compiler or linker was stopped.
#pragma once
#include <optional>
#include <string>

#include "grader/sandbox/outcome.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/submission/build_limits.hpp"

namespace grader {

/// Returns why g++ was stopped when the reason is a limit, a signal, or a box that could not be made. Only
/// the last is the grader's fault. Returns nullopt when g++ ran to its end, whether or not it found errors.
/// `action` is what g++ was doing, "compiling affine.cpp"; `file` is copied into the failure.
std::optional<BuildFailure> stopped(const Outcome& outcome, const Limits& limits, const std::string& action,
                                    const std::string& file);

/// Returns whether a tool used up its time, or a program that it started and names.
bool ran_out_of_time(const Outcome& outcome);

}  // namespace grader
