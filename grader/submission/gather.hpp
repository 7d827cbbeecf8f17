/// From what a student handed in to the files that are graded.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "grader/base/input_error.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/survey.hpp"

namespace grader {

struct Report;

/// What a student handed in: a folder, an archive or a single file; or single files under names of their own.
struct HandedIn {
  std::filesystem::path path;
  std::vector<LooseFile> files = {};  ///< When there are some, `path` does not count.
};

struct OpenedArchive {
  std::filesystem::path folder;
  std::shared_ptr<const void> content;  ///< It is gone with the last copy.
};

/// Opens an archive for files of these names and of names that resemble them. Throws InputError, "it is
/// damaged", when the archive is to blame and std::runtime_error when the grader is.
using OpenArchive =
    std::function<OpenedArchive(const std::filesystem::path& archive, const std::vector<std::string>& names)>;

struct GatherOptions {
  OpenArchive open;           ///< When empty, archives are named and not opened.
  bool take_similar = false;  ///< Takes affine-1.cpp for a missing affine.cpp, and UTF-16 for UTF-8.
};

struct Gathered {
  SourceFiles files;
  std::string folder;  ///< Where they were, relative to what was handed in: ".", "submission".
  std::vector<std::string> not_graded;  ///< Folders with other versions of these files.
  std::vector<std::string> notes;       ///< Sentences about what a person should look at.
  std::map<std::string, std::string>
      in_subfolders;  ///< "affine.cpp" to "a1-gates/affine.cpp", relative to `folder`.
};

/// None of the expected files was handed in.
struct NothingToGrade : InputError {
  using InputError::InputError;
};

/// Finds each expected file by itself, in folders and archives. An untouched starter never wins over another
/// version, nor do the course's own solutions over a student's files. Where versions differ, those of one
/// folder are taken: rather a kit's submission/, rather none that is called old, rather one with more work in
/// it. When a file was last written never counts. Throws InputError when there is nothing that can be read,
/// and NothingToGrade when there is nothing to grade.
Gathered gather(const HandedIn& handed_in, const std::vector<std::string>& names,
                const GatherOptions& options);

/// Says in the report where its files were.
void describe(const Gathered& gathered, Report& report);

/// All that `gather` looks at: paths and contents, of archives as they are.
std::string fingerprint_of(const HandedIn& handed_in, const std::vector<std::string>& names);

}  // namespace grader
