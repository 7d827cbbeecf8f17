#include "grader/batch/scratch.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <system_error>

#include "grader/base/files.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScratchPrefix = "backprop-batch-";

// Removes the folder that an earlier batch left. It removes only folders that a batch can have made, whatever
// the note says.
void remove_earlier(const fs::path& note) {
  std::ifstream stream(note);
  std::string path;
  if (!std::getline(stream, path)) return;
  const fs::path earlier(path);
  std::error_code ignored;
  if (earlier.parent_path() == fs::temp_directory_path(ignored) &&
      earlier.filename().string().starts_with(kScratchPrefix)) {
    fs::remove_all(earlier, ignored);
  }
  fs::remove(note, ignored);
}

}  // namespace

Scratch::Scratch(const GradesFolder& folder) : note_(folder.state() / "scratch") {
  remove_earlier(note_);
  std::random_device random;
  const std::string name = fmt::format(
      "{}{:08x}{:08x}", (fs::temp_directory_path() / kScratchPrefix).string(), random(), random());
  path_ = name;
  write_atomically(note_, name + '\n');  // before mkdir, so that a killed process leaves a note
  if (mkdir(name.c_str(), 0700) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot make " + name);
  if (const char* before = std::getenv("TMPDIR")) before_ = before;
  setenv("TMPDIR", name.c_str(), 1);
}

Scratch::~Scratch() {
  if (before_.empty()) {
    unsetenv("TMPDIR");
  } else {
    setenv("TMPDIR", before_.c_str(), 1);
  }
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  fs::remove(note_, ignored);
}

}  // namespace grader
