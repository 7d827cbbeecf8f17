/// What one run of an untrusted program may use.
#pragma once
#include <cstdint>

namespace grader {

/// Every limit is in force: there is no value for "unlimited". Memory, CPU time, file size and open files are
/// counted for each process of the run, wall time, processes and output for all of them together.
struct Limits {
  double wall_seconds = 10;
  double cpu_seconds = 10;                  ///< Rounded up to whole seconds, the kernel's unit.
  std::uint64_t memory_bytes = 2ULL << 30;  ///< Address space, not resident memory.
  /// With threads. 1 is exact wherever there is isolation; more is exact with bubblewrap and where the grader
  /// is root, and otherwise about so many more than the user has already.
  unsigned processes = 32;
  std::uint64_t file_bytes = 64ULL << 20;  ///< The largest file that it may write.
  /// Its /tmp: memory. With 0 there is nothing that can be written. Only bubblewrap enforces other numbers.
  std::uint64_t temporary_bytes = 128ULL << 20;
  std::uint64_t output_bytes = 1ULL << 20;  ///< stdout and stderr together.
  unsigned open_files = 64;
};

}  // namespace grader
