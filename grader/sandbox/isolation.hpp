/// The ways to shut a program in, and which of them work here.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

enum class Isolation {
  bubblewrap,  ///< Own mounts, processes, network; a system call filter; resource limits.
  landlock,    ///< The host's files and processes out of reach; a system call filter; resource limits.
  none,        ///< Resource limits only: for a student's own code on the student's own machine.
};

/// Best first.
inline constexpr Isolation kIsolations[] = {Isolation::bubblewrap, Isolation::landlock, Isolation::none};

std::string_view to_string(Isolation isolation);

/// The inverse of to_string.
std::optional<Isolation> isolation_named(std::string_view name);

struct BackendStatus {
  Isolation isolation;
  bool available;
  std::string explanation;  ///< When not available: why, and how to get it. Otherwise what it gives.
};

/// Tries a backend by running a program in it that wants to read a file of the host's, and may not. Tried
/// once in a process; the answer is remembered.
const BackendStatus& probe(Isolation isolation);

/// All of them, best first.
std::vector<BackendStatus> probe_backends();

/// The best backend that works here. `why`, if given, gets a sentence on each better one that does not.
Isolation best_available(std::string* why = nullptr);

}  // namespace grader
