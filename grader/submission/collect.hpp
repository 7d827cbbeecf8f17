/// Reads a student's files without changing them.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// A student's file that has been read.
struct SourceFile {
  std::string name;  ///< "affine.cpp", without a folder.
  std::string bytes;
  std::string sha256;
};

/// One of the expected files: its contents, or the reason why it was not taken.
struct CollectedFile {
  std::string name;
  std::optional<SourceFile> file;
  std::string problem;  ///< When it was not taken, one sentence: "affine.cpp is a symbolic link."
  bool missing = false;
};

/// What a student expects of scenarios, beside the source files. It may be missing.
inline constexpr const char* kPredictionsFile = "predictions.txt";

struct SourceFiles {
  std::vector<CollectedFile> files;  ///< In the order of the expected names.
  std::string sha256;                ///< The hash of names and contents of all files taken.
  /// kPredictionsFile. It is no part of the hash, so that the inputs of a check do not follow from it.
  CollectedFile predictions = {.name = {}, .file = {}, .problem = {}, .missing = true};

  /// Returns the file called `name`, or null when it was not taken.
  const SourceFile* find(std::string_view name) const;
};

inline constexpr std::size_t kMaxSourceBytes = std::size_t{256} << 10;
inline constexpr std::size_t kMaxPredictionsBytes = std::size_t{64} << 10;

/// Takes one file and calls it `name`. `path` may be anything: a link, a folder, a pipe.
CollectedFile take_file(const std::filesystem::path& path, const std::string& name,
                        std::size_t max_bytes = kMaxSourceBytes);

/// Returns the entry for a file that was not handed in.
CollectedFile missing_file(const std::string& name);

/// Returns the hash of the names and contents of the files that were taken.
std::string hash_of(const std::vector<CollectedFile>& files);

/// Takes the expected files from this folder and looks at nothing else; `gather` searches further. Throws
/// InputError when the folder does not exist, cannot be read or contains none of the files.
SourceFiles collect(const std::filesystem::path& folder, const std::vector<std::string>& expected_names,
                    std::size_t max_bytes = kMaxSourceBytes);

}  // namespace grader
