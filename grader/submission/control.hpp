/// Tells whose fault a failed build is.
///
/// What the tools print does not take the blame off a source file, which chooses most of it. So a build that
/// failed is tried again, because a fault that does not come back is the machine's. When it fails again, the
/// same tools work on something that is known to be right, with the same limits. If that fails too, the
/// machine is at fault.
///
/// Most failures are mistakes that the compiler names, and nobody need look again. leaves_doubt tells them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/submission/build_limits.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

/// Returns whether the machine may be behind a compiler's failure. It is not when the compiler exits with 1
/// after errors in the source, none of them fatal, and names no error of the system. Words of a source file
/// can feign either, to no use: they cause a second look, which finds nothing, or spare the look that could
/// have acquitted the file.
bool leaves_doubt(const Outcome& outcome);

/// Runs `attempt`, and once more when it ended by itself and did not succeed, or could not be run, and
/// `doubtful` holds for it. A run that reached one of its limits is not repeated.
Outcome attempt_twice(
    const std::function<Outcome()>& attempt,
    const std::function<bool(const Outcome&)>& doubtful = [](const Outcome&) { return true; });

/// Returns why this machine cannot compile right now, in a sentence, or nullopt when an empty file compiles.
std::optional<std::string> compiler_fault(const Toolkit& toolkit, Isolation isolation,
                                          const BuildLimits& limits);

/// Returns why this machine cannot link right now, in a sentence, or nullopt when a worker without layers
/// links.
std::optional<std::string> linker_fault(const Toolkit& toolkit, Isolation isolation,
                                        const BuildLimits& limits);

}  // namespace grader
