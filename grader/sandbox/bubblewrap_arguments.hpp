/// Builds bwrap's command line.
#pragma once
#include <string>
#include <vector>

#include "grader/sandbox/program.hpp"

namespace grader {

/// The user id of the program inside the box, whoever the grader is.
inline constexpr unsigned kBoxUser = 65533;

/// Numbers of descriptors in the bwrap process. They are closed before the program starts.
inline constexpr int kSeccompNumber = 5, kStatusNumber = 6, kBlockNumber = 7;

/// Returns bwrap's command line. When `grader_is_root`, bwrap does not make a user namespace: it is already
/// root in one that contains kBoxUser. It makes the mounts as root, and setpriv then starts the program as
/// kBoxUser.
std::vector<std::string> bubblewrap_arguments(const std::string& bwrap, const Program& program,
                                              const Limits& limits, bool grader_is_root);

}  // namespace grader
