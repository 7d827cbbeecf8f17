/// An untrusted program and the files that it can see.
#pragma once
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
  std::vector<std::string>
      environment;  ///< "NAME=value". Nothing is inherited; the box itself may add PWD and TMPDIR.
  std::vector<Mount> mounts;
  std::string working_directory = "/tmp";
};

}  // namespace grader
