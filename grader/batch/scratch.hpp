/// The place for temporary files of a batch's tasks.
#pragma once
#include <filesystem>

#include "grader/batch/grades_folder.hpp"

namespace grader {

/// A fresh folder below the system's, which TMPDIR of this process names while this object lives. The grades
/// folder remembers it, so that the next batch removes it where this one was killed.
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
