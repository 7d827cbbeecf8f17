/// The option --isolation, which selects the sandbox.
#pragma once

#include <optional>
#include <string>

#include "grader/sandbox/isolation.hpp"

namespace grader {

inline constexpr const char* kIsolationHelp =
    "Demand bubblewrap, landlock or none; or sandbox: either of the first two (default: the best there is)";

/// Returns the backend called `name`. For "sandbox" it returns the best isolating backend that works here;
/// for "", the best backend that works here, which may be `none`. Throws InputError if the name is unknown or
/// the backend does not work here, so a demand is never silently weakened; also if submissions could read the
/// course.
Isolation choose_isolation(const std::string& name);

/// Returns the warning of a grader that was built without a sandbox, in one sentence, or nullopt.
std::optional<std::string> own_code_only();

/// Returns why submissions can read the installed course, solutions included, in one sentence, or nullopt.
/// The sandbox shows them all of /usr.
std::optional<std::string> readable_by_submissions();

}  // namespace grader
