#include "grader/batch/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "grader/base/strings.hpp"
#include "grader/base/system.hpp"
#include "grader/grading/stand_in_objects.hpp"
#include "grader/submission/sha256.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

std::string file_hash(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  Sha256 hash;
  std::vector<char> block(std::size_t{1} << 16);
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
    hash.add({block.data(), static_cast<std::size_t>(stream.gcount())});
  }
  return hash.hex();
}

// Skips the precompiled header: it follows from the headers, the compiler and the flags, and has a hundred
// megabytes.
void add_files(Sha256& hash, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".gch") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    hash.add_field(file.filename().string());
    hash.add_field(file_hash(file));
  }
}

}  // namespace

std::string grader_fingerprint() {
  const Toolkit toolkit = find_toolkit();
  const fs::path self = "/proc/self/exe";  // also where the program has been replaced meanwhile
  Sha256 hash;
  hash.add_field(file_hash(fs::exists(self) ? self : system::running_program()));
  hash.add_field(file_hash(toolkit.compiler));
  hash.add_field(file_hash(toolkit.root / "toolkit.json"));
  add_files(hash, toolkit.root / "include/backprop");
  add_files(hash, toolkit.root / "lib");
  add_files(hash, stand_in_objects_folder());
  return hash.hex();
}

std::string assignment_fingerprint(const fs::path& file) { return file_hash(file); }

std::string content_fingerprint(const Submission& submission, const std::vector<std::string>& names) {
  if (!submission.problem.empty()) return sha256("none " + submission.problem);
  const std::string files = fingerprint_of(handed_in(submission), names);
  return submission.notes.empty() ? files : sha256(files + join(submission.notes));
}

std::string files_fingerprint(const SourceFiles& files) {
  Sha256 hash;
  hash.add_field(files.sha256);
  for (const CollectedFile& each : files.files) hash.add_field(each.problem);
  const CollectedFile& predictions = files.predictions;
  hash.add_field(predictions.file ? predictions.file->bytes : predictions.problem);
  return hash.hex();
}

std::string conditions_fingerprint(const fs::path& assignment, const Conditions& conditions) {
  Sha256 hash;
  hash.add_field(grader_fingerprint());
  hash.add_field(assignment_fingerprint(assignment));
  hash.add_field(to_string(conditions.isolation));
  hash.add_field(conditions.seed ? fmt::format("seed {}", *conditions.seed) : "seed from content");
  hash.add_field(conditions.take_similar ? "similar names taken" : "exact names");
  return hash.hex();
}

std::string fingerprint(const std::string& conditions, const std::string& content) {
  Sha256 hash;
  hash.add_field(conditions);
  hash.add_field(content);
  return hash.hex();
}

}  // namespace grader
