/// Notes what student code compares, and which outcomes have occurred.
///
/// Student files are compiled with -fsanitize-coverage=trace-cmp: each comparison of two numbers reports
/// both. Comparisons of a whole tensor with a number are made in the vocabulary, which reports them itself,
/// and calls of fmin and fmax are turned here by the linker.
/// Reporting changes no number, and what is noted here answers no question: it says where the grader may
/// look next.
#pragma once

#include <cstdint>
#include <vector>

#include "grader/ops/branch.hpp"

namespace grader {

/// Returns the return addresses on the stack, the innermost first.
using FindCallers = std::vector<std::uint64_t> (*)();
/// Says how to find where a comparison is made, and begins to note them.
void note_branches_with(FindCallers find);

/// Returns the comparisons since the last call of this function, in the order of their first occurrence, at
/// most kMostBranches of them. Their outcomes are those since the last call; their ranges cover everything so
/// far. Two whole variables that have been equal once are left out: an index and its bound.
std::vector<Branch> branches();

}  // namespace grader
