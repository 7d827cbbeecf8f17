/// Records where in the student's code something went wrong, as return addresses in the worker's own program.
#pragma once

#include <cstdint>
#include <vector>

namespace grader {

/// Returns the callers of this process's last `throw`, innermost first, at most 32. Leaves out addresses
/// outside the program. The grader looks up their lines (see grader/submission/source_lines.hpp).
std::vector<std::uint64_t> last_throw();

/// Returns the callers of the caller.
std::vector<std::uint64_t> callers();

}  // namespace grader
