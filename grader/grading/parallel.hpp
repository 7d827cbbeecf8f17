/// A loop that runs its turns side by side.
#pragma once

#include <cstddef>
#include <functional>

namespace grader {

/// Calls turn(0) ... turn(count - 1), at most `jobs` at a time, and returns when all are done. Rethrows what
/// a turn throws, after the others are done.
void for_each_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& turn);

}  // namespace grader
