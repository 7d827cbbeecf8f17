/// An untrusted program and what it gets to see.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A file or directory of the host, shown inside the box. Symbolic links in `source` are followed.
struct Mount {
  std::filesystem::path source;  ///< On the host.
  std::filesystem::path target;  ///< Inside the box: absolute, and without a slash at its end.
  bool writable = false;
};

/// What to run. All paths are paths inside the box. The box has the host's /usr (with /bin, /lib, ... and the
/// dynamic linker's cache) read-only, an empty /tmp of its own, /dev/null and /dev/urandom, and the mounts;
/// nothing else.
///
/// When the grader is root, the program is an ordinary user all the same. Writable mounts are then given to
/// that user (their owner changes, for all files below), and read-only mounts must be readable by everybody.
/// The directories above them need not be.
struct Program {
  std::vector<std::string> arguments;  ///< arguments[0] is the absolute path of the executable.
  std::vector<std::string>
      environment;  ///< "NAME=value". Nothing is inherited; the box itself may add PWD and TMPDIR.
  std::vector<Mount> mounts;
  std::string working_directory = "/tmp";
};

}  // namespace grader
