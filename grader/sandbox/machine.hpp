/// Finds out, before student code runs, what would make a run fail that is not the program's fault.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/sandbox/program.hpp"

namespace grader {

/// Returns what keeps this machine from running programs with these limits, in one sentence, or nullopt: the
/// folder for temporary files, the room in it, the umask, and limits on the grader's own process, which its
/// programs inherit. `cpu_seconds` is how long the grader itself may compute.
std::optional<std::string> machine_fault(const std::vector<Limits>& all, double cpu_seconds);

/// Returns why no file of this size can be written to the folder for temporary files, in one sentence, or
/// nullopt.
std::optional<std::string> room_fault(std::uint64_t bytes);

}  // namespace grader
