/// From a student's folder to the files that are graded.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// A student's file, once it has been taken.
struct SourceFile {
  std::string name;  ///< "affine.cpp", without a folder.
  std::string bytes;
  std::string sha256;
};

/// One of the expected files: taken, or the reason why not.
struct CollectedFile {
  std::string name;
  std::optional<SourceFile> file;
  std::string problem;  ///< When it was not taken, one sentence: "affine.cpp is a symbolic link."
  bool missing = false;
};

struct SourceFiles {
  std::vector<CollectedFile> files;  ///< In the order that was asked for.
  std::string sha256;                ///< Of names and contents of all files that were taken.

  /// The file of that name if it was taken, or null.
  const SourceFile* find(std::string_view name) const;
};

inline constexpr std::size_t kMaxSourceBytes = std::size_t{256} << 10;

/// Takes the files of these names, and looks at nothing else in the folder. Throws InputError when there is
/// no such folder, when it cannot be read, and when it has none of the files.
SourceFiles collect(const std::filesystem::path& folder, const std::vector<std::string>& expected_names,
                    std::size_t max_bytes = kMaxSourceBytes);

/// Where the files of an assignment are: folder/a1-gates if that is a directory (and not a link to one), else
/// the folder itself.
std::filesystem::path resolve(const std::filesystem::path& folder, const std::string& assignment_id);

}  // namespace grader
