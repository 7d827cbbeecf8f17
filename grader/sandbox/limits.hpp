/// The limits of one run of an untrusted program.
#pragma once
#include <cstdint>

namespace grader {

/// Every limit applies: no value means "unlimited". Memory, CPU time, file size and open files are counted
/// for each process of the run. Wall time, processes and output are counted for all of them together.
struct Limits {
  double wall_seconds = 10;
  double cpu_seconds = 10;                  ///< Rounded up to whole seconds, the kernel's unit.
  std::uint64_t memory_bytes = 2ULL << 30;  ///< Address space, not resident memory.
  /// Processes and threads together. 1 is exact wherever there is isolation. A larger number is exact with
  /// bubblewrap and when the grader is root; otherwise it is about that many more than the user already has.
  unsigned processes = 32;
  std::uint64_t file_bytes = 64ULL << 20;  ///< The largest file that it may write.
  /// The size of /tmp, which is in memory. With 0 the program can write nowhere. Only bubblewrap enforces
  /// other numbers.
  std::uint64_t temporary_bytes = 128ULL << 20;
  std::uint64_t output_bytes = 1ULL << 20;  ///< stdout and stderr together.
  unsigned open_files = 64;
};

}  // namespace grader
