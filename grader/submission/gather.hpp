/// Finds the files to grade in what a student handed in.
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

/// What a student handed in: a folder, an archive, a single file, or several single files that were renamed.
struct HandedIn {
  std::filesystem::path path;
  std::vector<LooseFile> files = {};  ///< When not empty, `path` is ignored.
};

struct OpenedArchive {
  std::filesystem::path folder;
  std::shared_ptr<const void> content;  ///< The last copy removes the folder.
};

/// Opens an archive and takes out files with these names or similar ones. Throws InputError, "it is damaged",
/// when the archive is to blame, and std::runtime_error when the grader is.
using OpenArchive =
    std::function<OpenedArchive(const std::filesystem::path& archive, const std::vector<std::string>& names)>;

struct GatherOptions {
  OpenArchive open;           ///< When empty, archives are reported but not opened.
  bool take_similar = false;  ///< Takes affine-1.cpp for a missing affine.cpp, and UTF-16 for UTF-8.
};

struct Gathered {
  SourceFiles files;
  std::string folder;  ///< Where they were, relative to what was handed in: ".", "submission".
  std::vector<std::string> not_graded;  ///< Folders with other versions of these files.
  std::vector<std::string> notes;       ///< Sentences for a person to read before the verdict.
  /// "affine.cpp" to "a1-gates/affine.cpp", relative to `folder`.
  std::map<std::string, std::string> in_subfolders;
};

/// Thrown when none of the expected files was handed in.
struct NothingToGrade : InputError {
  using InputError::InputError;
};

/// Finds each expected file separately, in folders and archives. An untouched starter never wins over another
/// version, and the course's solutions never win over a student's files. When versions differ, that of the
/// newest upload is taken, where the system numbers uploads (see LooseFile). Otherwise one folder
/// provides all the files that it has: a kit's submission/ first, then a folder whose name does not say that
/// it is old, then the folder with more work in it. File times never count. Throws InputError when nothing
/// can be read, and NothingToGrade when no file can be graded.
Gathered gather(const HandedIn& handed_in, const std::vector<std::string>& names,
                const GatherOptions& options);

/// Writes into the report where its files were found.
void describe(const Gathered& gathered, Report& report);

/// Returns a hash of everything that `gather` looks at: paths and contents, with archives unopened.
std::string fingerprint_of(const HandedIn& handed_in, const std::vector<std::string>& names);

}  // namespace grader
