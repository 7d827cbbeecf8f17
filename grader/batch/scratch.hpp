/// The folder for temporary files of a batch's tasks.
#pragma once

#include <filesystem>

#include "grader/batch/grades_folder.hpp"

namespace grader {

/// Makes a new folder below the system's temporary folder; TMPDIR of this process names it while this object
/// exists. The grades folder remembers it, so that the next batch can remove it if this one is killed.
class Scratch {
 public:
  explicit Scratch(const GradesFolder& folder);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

 private:
  std::filesystem::path note_;
  std::filesystem::path path_;
  std::string before_;
};

}  // namespace grader
