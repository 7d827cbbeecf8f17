/// Which file descriptors a new process gets. All of it is safe between fork and exec.
#pragma once
#include <span>

namespace grader {

struct Inherited {
  int fd;      ///< In this process.
  int number;  ///< In the program; below kDescriptorNumbers.
};

inline constexpr int kDescriptorNumbers = 12;

/// Closes all descriptors but `keep`, at most 16 of them.
bool close_all_but(std::span<const int> keep);

/// Puts each of `inherited` under its number and marks every descriptor from kDescriptorNumbers on to close
/// on exec; lower numbers that nobody asked for are closed. `also` moves out of the way, and closes on exec.
bool arrange_descriptors(std::span<Inherited> inherited, int& also);

}  // namespace grader
