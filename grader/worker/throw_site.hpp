/// Where the student's code was when something went wrong: return addresses within the worker's own program.
#pragma once

#include <cstdint>
#include <vector>

namespace grader {

/// The callers of the last `throw` of this process, innermost first, at most 32; addresses outside of the
/// program are left out. The grader looks their lines up (see grader/submission/source_line.hpp).
std::vector<std::uint64_t> last_throw();

/// The callers of the caller.
std::vector<std::uint64_t> callers();

}  // namespace grader
