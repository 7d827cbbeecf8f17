/// What a page says of one problem.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// The section of a problem of a `student_view`, with the id problem-1 for index 0; empty for one that is
/// right and has nothing to say.
std::string html_problem(const Problem& problem, std::size_t index, std::uint64_t seed);

}  // namespace grader
