/// --isolation: which sandbox to demand.
#pragma once

#include <string>

#include "grader/sandbox/isolation.hpp"

namespace grader {

inline constexpr const char* kIsolationHelp =
    "Demand bubblewrap, landlock or none; or sandbox: either of the first two (default: the best there is)";

/// The backend of that name; for "sandbox" the best that works here but none; for an empty name the best that
/// works here. Throws InputError when the name is unknown or the backend does not work here: what was
/// demanded is never silently weakened.
Isolation choose_isolation(const std::string& name);

}  // namespace grader
