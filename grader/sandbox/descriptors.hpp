/// Chooses the file descriptors of a new process. All functions are safe between fork and exec.
#pragma once
#include <cstddef>
#include <span>

namespace grader {

struct Inherited {
  int fd;      ///< In this process.
  int number;  ///< In the program; below kDescriptorNumbers.
};

inline constexpr int kDescriptorNumbers = 12;

/// Closes all descriptors except `keep`, which has at most 16. Returns false when it cannot.
bool close_all_but(std::span<const int> keep);

/// Gives each of `inherited` its number. Marks every descriptor from kDescriptorNumbers on close-on-exec, and
/// closes all lower numbers that are not in use. `also` moves to a number above them and is close-on-exec
/// too. Returns false when it cannot.
bool arrange_descriptors(std::span<Inherited> inherited, int& also);

inline constexpr std::size_t kMostSent = 16;

/// Sends copies of `fds`, at most kMostSent, over a socket, with one byte. Returns false and sets errno when
/// it cannot.
bool send_descriptors(int socket, std::span<const int> fds);

/// Receives that byte, and as many descriptors as `fds` has room for. Returns false unless all come.
bool receive_descriptors(int socket, std::span<int> fds);

}  // namespace grader
