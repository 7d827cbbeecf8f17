/// Finds the line of a student's file that an address in their worker belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/limits.hpp"
#include "grader/submission/worker.hpp"

namespace grader {

/// Returns "affine.cpp, line 12" for the innermost return address that lies in one of `files`. Returns an
/// empty string when none does or when the line cannot be found. Runs addr2line in the sandbox. The student
/// controls the worker's debug information, so use the result for messages only.
std::string source_line(Isolation isolation, const Worker& worker, const std::vector<std::uint64_t>& site,
                        const std::vector<std::string>& files, const Limits& limits);

/// Returns for each of `addresses` the lines of the functions that are inlined there, "affine.cpp:12" or, in
/// a file that is not among `files`, "", the innermost first. Returns an empty list when they cannot be
/// found. The same holds for the debug information.
std::vector<std::vector<std::string>> lines_at(Isolation isolation, const Worker& worker,
                                               const std::vector<std::uint64_t>& addresses,
                                               const std::vector<std::string>& files, const Limits& limits);

/// Does the same as source_line with the output of addr2line, which has a line "/box/work/affine.cpp:12" for
/// each address and for each function inlined there.
std::string first_line_in(const std::string& printed, const std::vector<std::string>& files);

}  // namespace grader
