/// Chooses among several uploads of one student by the mark that the system itself sets.
#pragma once

#include <string>
#include <vector>

#include "grader/submission/survey.hpp"

namespace grader {

/// A file from a system's download.
struct Upload {
  LooseFile file;
  std::string attachment = {};  ///< Canvas: see NameOfSystem.
  std::string attempt = {};     ///< Blackboard: see NameOfSystem.
};

struct Newest {
  std::vector<LooseFile> files;
  std::vector<std::string> notes;  ///< A sentence on each choice.
  std::string attempt = {};        ///< Blackboard: the attempt that was taken.
};

/// Returns the files to grade. Of Blackboard's attempts it takes the newest that has a file. Canvas writes
/// "affine-1.cpp" for a file that it already has from this student: of one name it takes the file with the
/// highest upload number, under the name that the student gave it. An archive loses its "-1" only beside the
/// archive without it, since a student may have called it so. Every file of Canvas's has its number, by which
/// `gather` chooses when the archives differ.
Newest newest_uploads(const std::vector<Upload>& uploads);

}  // namespace grader
