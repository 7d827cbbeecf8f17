/// Tells whose fault a failed build is.
///
/// The tools' output decides nothing, because a source file chooses most of it. So a build that failed is
/// tried again, because a fault that does not come back is the machine's. When it fails again, the same tools
/// work on something that is known to be right, with the same limits. If that fails too, the machine is at
/// fault.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/submission/build_limits.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

/// Runs `attempt`, and once more when it ended by itself and did not succeed, or could not be run. A run that
/// reached one of its limits is not repeated.
Outcome attempt_twice(const std::function<Outcome()>& attempt);

/// Returns why this machine cannot compile right now, in a sentence, or nullopt when an empty file compiles.
std::optional<std::string> compiler_fault(const Toolkit& toolkit, Isolation isolation,
                                          const BuildLimits& limits);

/// Returns why this machine cannot link right now, in a sentence, or nullopt when a worker without layers
/// links.
std::optional<std::string> linker_fault(const Toolkit& toolkit, Isolation isolation,
                                        const BuildLimits& limits);

}  // namespace grader
