#include "grader/submission/precompiled.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/base/janitor.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

const char* const kHeader = "backprop/tensor.hpp";
const char* const kHeaderForClang = "uncounted.hpp";
const char* const kPrecompiled = "backprop/tensor.hpp.gch";

std::vector<fs::path> headers_of(const Toolkit& toolkit) {
  std::vector<fs::path> headers;
  for (const auto& entry : fs::directory_iterator(toolkit.root / "include/backprop")) {
    if (entry.path().extension() == ".hpp") headers.push_back(entry.path());
  }
  if (toolkit.compiler_is_clang) headers.push_back(toolkit.root / "include" / kHeaderForClang);
  std::ranges::sort(headers);
  return headers;
}

// The name does not depend on where the toolkit is: all installations of one version share a folder.
std::string name_for(const Toolkit& toolkit) {
  Sha256 hash;
  hash.add_field(toolkit.compiler.string());
  hash.add_field(toolkit.compiler_file);
  for (const std::string& flag : toolkit.flags) hash.add_field(flag);
  for (const fs::path& header : headers_of(toolkit)) {
    hash.add_field(header.filename().string());
    hash.add_field(read_file(header));
  }
  return hash.hex();
}

// A temporary folder beside the one that it becomes.
class Draft {
 public:
  explicit Draft(const fs::path& place) {
    std::string name = place / "XXXXXX";
    if (!mkdtemp(name.data())) return;
    path_ = name;
    Janitor::made(path_);
  }
  ~Draft() {
    if (path_.empty()) return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    Janitor::removed(path_);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const fs::path& path() const { return path_; }  // "" if it could not be made

 private:
  fs::path path_;
};

// Writes `precompiled` for the headers in `include`. They are the course's own, which nobody else has
// written: this needs no sandbox.
bool precompile(const Toolkit& toolkit, const fs::path& include, const fs::path& precompiled) {
  Program program;
  program.arguments = {toolkit.compiler};
  program.arguments.insert(program.arguments.end(), toolkit.flags.begin(), toolkit.flags.end());
  const fs::path header = include / (toolkit.compiler_is_clang ? kHeaderForClang : kHeader);
  program.arguments.insert(program.arguments.end(),
                           {"-I" + include.string(), "-w", "-x", "c++-header", header, "-o", precompiled});
  program.environment = {"PATH=/usr/bin", "LC_ALL=C"};
  Limits limits;
  limits.wall_seconds = 600;
  limits.cpu_seconds = 300;
  limits.memory_bytes = 4ULL << 30;
  limits.file_bytes = 1ULL << 30;
  return sandbox::run(Isolation::none, program, limits).succeeded();
}

}  // namespace

fs::path place_beside(const Toolkit& toolkit) { return toolkit.root.parent_path() / "precompiled"; }

std::optional<fs::path> find_precompiled(const Toolkit& toolkit, const fs::path& cache) {
  const fs::path own = toolkit.root / "include";
  if (toolkit.built_with_this_compiler && fs::exists(own / kPrecompiled)) return own;
  const std::string name = name_for(toolkit);
  for (const fs::path& place : {place_beside(toolkit), cache / "precompiled"}) {
    std::error_code none;
    if (fs::exists(place / name / kPrecompiled, none)) return place / name;
  }
  return std::nullopt;
}

std::optional<fs::path> make_precompiled(const Toolkit& toolkit, const fs::path& place) {
  std::error_code error;
  fs::create_directories(place, error);
  const Draft draft(place);
  if (draft.path().empty()) return std::nullopt;
  try {
    fs::create_directory(draft.path() / "backprop");
    for (const fs::path& header : headers_of(toolkit))
      fs::copy_file(header, draft.path() / fs::relative(header, toolkit.root / "include"));
    if (!toolkit.compiler_is_clang && !precompile(toolkit, draft.path(), draft.path() / kPrecompiled))
      return std::nullopt;
    // Whatever the umask: the user of a sandbox reads them.
    for (const char* folder : {"", "backprop"}) fs::permissions(draft.path() / folder, fs::perms(0755));
    for (const auto& entry : fs::recursive_directory_iterator(draft.path()))
      if (entry.is_regular_file()) fs::permissions(entry.path(), fs::perms(0644));
  } catch (const fs::filesystem_error&) {
    return std::nullopt;
  }
  const fs::path made = place / name_for(toolkit);
  fs::rename(draft.path(), made, error);  // fails where another grader was faster
  if (toolkit.compiler_is_clang && !fs::exists(made / kPrecompiled, error)) {
    // clang++ notes where the headers are, so they have to be in their place before.
    const fs::path one_of_ours = made / (std::string(kPrecompiled) + '.' + std::to_string(getpid()));
    if (!precompile(toolkit, made, one_of_ours)) {
      fs::remove_all(made, error);
      return std::nullopt;
    }
    fs::permissions(one_of_ours, fs::perms(0644), error);
    fs::rename(one_of_ours, made / kPrecompiled, error);
  }
  return fs::exists(made / kPrecompiled, error) ? std::optional(made) : std::nullopt;
}

}  // namespace grader
