#include "grader/batch/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "grader/base/input_error.hpp"
#include "grader/batch/unpack.hpp"
#include "grader/grading/reference_objects.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/regular_file.hpp"
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

// The precompiled header follows from the headers, the compiler and the flags, and has a hundred megabytes.
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

struct ContentHash {
  const std::vector<std::string>& names;

  std::string operator()(const FilesFolder& folder) const {
    try {
      const SourceFiles files = collect(folder.path, names);
      Sha256 hash;
      hash.add_field("files");
      hash.add_field(files.sha256);
      for (const CollectedFile& each : files.files) hash.add_field(each.problem);
      return hash.hex();
    } catch (const InputError& error) {
      return (*this)(NoFiles{error.what()});
    }
  }
  std::string operator()(const PackedFiles& packed) const {
    const UniqueFd folder = open_directory(packed.archive.parent_path());
    const FileContents contents =
        folder ? read_regular_file(folder.get(), packed.archive.filename().string(), kMaxArchiveBytes)
               : FileContents{};
    return sha256("archive " + contents.bytes.value_or(contents.problem));
  }
  std::string operator()(const NoFiles& none) const { return sha256("none " + none.why); }
};

}  // namespace

std::string grader_fingerprint() {
  const Toolkit toolkit = find_toolkit();
  Sha256 hash;
  hash.add_field(file_hash("/proc/self/exe"));
  hash.add_field(file_hash(toolkit.compiler));
  hash.add_field(file_hash(toolkit.root / "toolkit.json"));
  add_files(hash, toolkit.root / "include/backprop");
  add_files(hash, toolkit.root / "lib");
  add_files(hash, reference_objects_folder());
  return hash.hex();
}

std::string assignment_fingerprint(const fs::path& file) { return file_hash(file); }

std::string content_fingerprint(const Located& located, const std::vector<std::string>& names) {
  return std::visit(ContentHash{names}, located);
}

std::string conditions_fingerprint(const fs::path& assignment, Isolation isolation,
                                   const std::optional<std::uint64_t>& seed) {
  Sha256 hash;
  hash.add_field(grader_fingerprint());
  hash.add_field(assignment_fingerprint(assignment));
  hash.add_field(to_string(isolation));
  hash.add_field(seed ? fmt::format("seed {}", *seed) : "seed from content");
  return hash.hex();
}

std::string fingerprint(const std::string& conditions, const std::string& content) {
  Sha256 hash;
  hash.add_field(conditions);
  hash.add_field(content);
  return hash.hex();
}

}  // namespace grader
