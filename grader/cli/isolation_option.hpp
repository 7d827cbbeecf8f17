/// The option --isolation, which selects the sandbox.
#pragma once

#include <string>

#include "grader/sandbox/isolation.hpp"

namespace grader {

inline constexpr const char* kIsolationHelp =
    "Demand bubblewrap, landlock or none; or sandbox: either of the first two (default: the best there is)";

/// Returns the backend called `name`. For "sandbox" it returns the best isolating backend that works here;
/// for "", the best backend that works here, which may be `none`. Throws InputError if the name is unknown or
/// the backend does not work here, so a demand is never silently weakened.
Isolation choose_isolation(const std::string& name);

}  // namespace grader
