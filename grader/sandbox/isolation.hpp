/// The backends that isolate a program, and which of them work here.
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

/// All backends, best first.
inline constexpr Isolation kIsolations[] = {Isolation::bubblewrap, Isolation::landlock, Isolation::none};

std::string_view to_string(Isolation isolation);

/// Returns the backend with this name, or nullopt when there is no such backend.
std::optional<Isolation> isolation_named(std::string_view name);

struct BackendStatus {
  Isolation isolation;
  bool available;
  std::string explanation;  ///< What it gives; when unavailable, why and how to get it.
};

/// Tries a backend: runs a program in it that tries to read a file of the host, which must fail. Each process
/// tries each backend once and remembers the answer.
const BackendStatus& probe(Isolation isolation);

/// Tries all backends, best first.
std::vector<BackendStatus> probe_backends();

/// Returns whether this grader has isolating backends at all: not in a build with BACKPROP_SANDBOX=OFF.
bool built_with_sandbox();

/// Returns the best backend that works here. If `why` is given, it receives a sentence about each better one
/// that does not work.
Isolation best_available(std::string* why = nullptr);

}  // namespace grader
