/// What lies in what a student handed in, before anything is decided.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A file of an expected name, or of one that resembles it.
struct FoundFile {
  std::string wanted;          ///< The expected name, "affine.cpp".
  std::string name;            ///< Its own, "affine-1.cpp".
  std::filesystem::path path;  ///< Where it is on this machine.
};

/// A folder with such files.
struct Place {
  /// What a folder is in the course's own layout: a kit, or the whole repository.
  enum class Part { none, kit_submission, kit_starter };

  std::string shown;  ///< Relative to what was handed in: "" for that itself, "submission", "hw.zip/work".
  Part part = Part::none;
  std::size_t depth = 0;
  std::vector<FoundFile> expected;
  std::vector<FoundFile> similar;
};

struct PackedFile {
  std::filesystem::path path;
  std::string shown;
};

/// A file under a name of its own, where a system that collects submissions has renamed it.
struct LooseFile {
  std::filesystem::path path;
  std::string name;  ///< "affine.cpp", also with a folder before it.
};

struct Survey {
  std::vector<Place> places;  ///< Breadth first, in the order of their names.
  std::vector<PackedFile> archives;
  std::vector<std::string> others;  ///< Names of some other files.
  bool cut_short = false;           ///< There is more than anybody hands in.
};

/// Looks through a folder, at most ten folders deep, for files of these names and for archives. Passes over
/// symbolic links to folders, hidden folders, build trees, what tools leave behind, and in a kit or a copy of
/// the course all that the course itself brings. `shown` and `depth` are the folder's own. Throws InputError
/// when the folder cannot be read.
Survey survey_folder(const std::filesystem::path& folder, const std::vector<std::string>& names,
                     const std::string& shown = {}, std::size_t depth = 0);

/// The same of single files.
Survey survey_files(const std::vector<LooseFile>& files, const std::vector<std::string>& names);

}  // namespace grader
