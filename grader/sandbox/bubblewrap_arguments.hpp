/// bwrap's command line.
#pragma once
#include <string>
#include <vector>

#include "grader/sandbox/limits.hpp"
#include "grader/sandbox/program.hpp"

namespace grader {

/// The user that a program is inside the box, whoever the grader is.
inline constexpr unsigned kBoxUser = 65533;

/// Descriptors of the bwrap process, closed before the program starts.
inline constexpr int kSeccompNumber = 5, kStatusNumber = 6, kBlockNumber = 7;

/// `grader_is_root`: bwrap already is root of a user namespace that knows kBoxUser, rather than making one;
/// it makes the mounts as root, and the program starts as kBoxUser by way of setpriv.
std::vector<std::string> bubblewrap_arguments(const std::string& bwrap, const Program& program,
                                              const Limits& limits, bool grader_is_root);

}  // namespace grader
