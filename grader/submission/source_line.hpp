/// The line of a student's file that an address in their worker belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/limits.hpp"
#include "grader/submission/worker.hpp"

namespace grader {

/// "affine.cpp, line 12" for the innermost of the return addresses that lies in one of `files`; empty if none
/// does, or if it cannot be told. Runs addr2line in the sandbox: the worker's debug information is the
/// student's, so it is good for a message and no more.
std::string source_line(Isolation isolation, const Worker& worker, const std::vector<std::uint64_t>& site,
                        const std::vector<std::string>& files, const Limits& limits);

/// The same, from what addr2line prints: "/box/work/affine.cpp:12", a line for each address and for each
/// function inlined there.
std::string first_line_in(const std::string& printed, const std::vector<std::string>& files);

}  // namespace grader
