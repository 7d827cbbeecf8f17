/// From a folder to the submissions in it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

struct Discovery {
  std::vector<Submission> submissions;  ///< Sorted by id.
  std::vector<std::string> left_alone;  ///< Names of files that are nobody's submission, such as roster.csv.
};

/// Every folder and every .zip, .tar.gz, .tgz and .tar is a submission. So are archives of other kinds and
/// symbolic links, which are refused: somebody handed them in. Names that begin with '.' or "__MACOSX" are
/// passed over. With a submission_metadata.yml the folder is a Gradescope export: the students come from
/// there, and a submission that it lists and that is not there is refused. Throws InputError when `folder`
/// cannot be read, or has no submission.
Discovery discover(const std::filesystem::path& folder);

/// "alice" for "alice.tar.gz"; empty for what is no archive that can be unpacked.
std::string archive_stem(const std::string& name);

}  // namespace grader
