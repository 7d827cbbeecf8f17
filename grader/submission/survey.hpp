/// Lists the relevant files in what a student handed in. It decides nothing.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A file with an expected name or a similar one.
struct FoundFile {
  std::string wanted;          ///< The expected name, "affine.cpp".
  std::string name;            ///< Its own, "affine-1.cpp".
  std::filesystem::path path;  ///< Where it is on this machine.
  std::uint64_t upload = 0;    ///< See LooseFile.
};

/// A folder that contains such files.
struct Place {
  /// The folder's role in the course's own layout: a kit or the whole repository.
  enum class Part { none, kit_submission, kit_starter };

  std::string shown;  ///< Relative to what was handed in: "" for that itself, "submission", "hw.zip/work".
  Part part = Part::none;
  std::size_t depth = 0;
  std::vector<FoundFile> expected;
  std::vector<FoundFile> similar;
  std::filesystem::path predictions = {};  ///< Its predictions.txt, or empty.
};

struct PackedFile {
  std::filesystem::path path;
  std::string shown;
  std::uint64_t upload = 0;  ///< See LooseFile. What is packed in it has this number too.
};

/// A single file that a collecting system may have renamed; `name` is the name to grade it under.
struct LooseFile {
  std::filesystem::path path;
  std::string name;  ///< "affine.cpp", also with a folder before it.
  /// The number that the system gave the upload, larger for each later one; 0 where it gives none.
  std::uint64_t upload = 0;
};

struct Survey {
  std::vector<Place> places;  ///< Breadth first, in the order of their names.
  std::vector<PackedFile> archives;
  std::vector<std::string> others;  ///< Names of some other files.
  bool cut_short = false;           ///< The survey stopped early: there were too many files.
};

/// Searches a folder, at most ten folders deep, for files with these names and for archives. Skips symbolic
/// links to folders, hidden folders, build trees and folders that tools leave behind. In a kit or a copy of
/// the course it also skips everything that the course itself provides. `shown` and `depth` describe `folder`
/// itself. Throws InputError when the folder cannot be read.
Survey survey_folder(const std::filesystem::path& folder, const std::vector<std::string>& names,
                     const std::string& shown = {}, std::size_t depth = 0);

/// Does the same for single files.
Survey survey_files(const std::vector<LooseFile>& files, const std::vector<std::string>& names);

}  // namespace grader
