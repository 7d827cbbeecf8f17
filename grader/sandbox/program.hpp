/// An untrusted program, the files that it can see, and the limits of its run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A file or directory of the host that appears inside the box. Symbolic links in `source` are followed.
struct Mount {
  std::filesystem::path source;  ///< On the host.
  std::filesystem::path target;  ///< Inside the box: absolute, and without a slash at its end.
  bool writable = false;
};

/// The program to run. All paths are inside the box. The box contains the host's /usr read-only (with /bin,
/// /lib, ... and the dynamic linker's cache), an empty /tmp of its own, /dev/null, /dev/urandom and the
/// mounts, and nothing else.
///
/// When the grader is root, the program still runs as an ordinary user. That user becomes the owner of
/// writable mounts and all files below. Read-only mounts must be readable by everybody, but the directories
/// above them need not be.
struct Program {
  std::vector<std::string> arguments;  ///< arguments[0] is the absolute path of the executable.
  /// "NAME=value". Nothing is inherited; the box itself may add PWD and TMPDIR.
  std::vector<std::string> environment;
  std::vector<Mount> mounts;
  std::string working_directory = "/tmp";
};

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

/// Returns whether the box contains this file or folder of the host even if nobody mounts it.
bool is_shown_to_programs(const std::filesystem::path& path);

}  // namespace grader
