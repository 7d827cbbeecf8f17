/// A student's files, taken as they are.
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

/// Takes one file, to be graded under `name`. `path` may be anything: a link, a folder, a pipe.
CollectedFile take_file(const std::filesystem::path& path, const std::string& name,
                        std::size_t max_bytes = kMaxSourceBytes);

/// One that was not handed in.
CollectedFile missing_file(const std::string& name);

/// The hash of names and contents of the files that were taken.
std::string hash_of(const std::vector<CollectedFile>& files);

/// Takes the files of these names from this very folder, and looks at nothing else in it. Throws InputError
/// when there is no such folder, when it cannot be read, and when it has none of the files. `gather` looks
/// further.
SourceFiles collect(const std::filesystem::path& folder, const std::vector<std::string>& expected_names,
                    std::size_t max_bytes = kMaxSourceBytes);

}  // namespace grader
