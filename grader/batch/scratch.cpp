#include "grader/batch/scratch.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>

#include "grader/report/write.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "backprop-batch-";

// Only what one of us has made is removed, whatever the note says.
void remove_earlier(const fs::path& note) {
  std::ifstream stream(note);
  std::string path;
  if (!std::getline(stream, path)) return;
  const fs::path earlier(path);
  std::error_code ignored;
  if (earlier.parent_path() == fs::temp_directory_path(ignored) &&
      earlier.filename().string().starts_with(kPrefix)) {
    fs::remove_all(earlier, ignored);
  }
  fs::remove(note, ignored);
}

}  // namespace

Scratch::Scratch(const GradesFolder& folder) : note_(folder.state() / "scratch") {
  remove_earlier(note_);
  std::string name = (fs::temp_directory_path() / kPrefix).string() + "XXXXXX";
  if (!mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "cannot make " + name);
  path_ = name;
  write_atomically(note_, name + '\n');
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
