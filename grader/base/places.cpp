#include "grader/base/places.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "grader/base/system.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// The value of a variable of the environment, or "" if it is not set.
std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path users_cache() {
  const fs::path chosen = variable("XDG_CACHE_HOME");
  if (chosen.is_absolute())
    return chosen / "backprop";  // others are to be ignored, says the XDG specification
  fs::path home = variable("HOME");
  if (home.empty()) {
    if (const passwd* user = getpwuid(geteuid())) home = user->pw_dir;
  }
  return home / ".cache/backprop";
}

// Returns whether a program below `prefix` came with a kit.
bool is_of_kit(const fs::path& prefix) {
  std::error_code none;
  return prefix.filename() == "prebuilt" && !fs::exists(prefix / "share", none);
}

}  // namespace

Places places_of(const fs::path& program) {
  const fs::path prefix = program.parent_path().parent_path();
  const fs::path own = prefix / "lib/backprop";
  std::error_code none;
  if (program.parent_path().filename() == "bin" && fs::is_regular_file(own / "toolkit/toolkit.json", none)) {
    const bool in_kit = is_of_kit(prefix);
    const fs::path shared = in_kit ? prefix.parent_path() : prefix / "share/backprop";
    return {.course = shared,
            .toolkit = own / "toolkit",
            .stand_ins = own / "stand-ins",
            .handouts = shared / "handouts",
            .figures = shared / "figures",
            .similarity = shared / "similarity",
            .unpacker = own / "grader_unpack",
            .cache = in_kit ? shared / "build/cache" : users_cache(),
            .installed = true};
  }
  const fs::path build = BACKPROP_BINARY_DIR;
  return {.course = BACKPROP_SOURCE_DIR,
          .toolkit = build / "toolkit",
          .stand_ins = build / "stand-ins",
          .handouts = build / "handouts",
          .figures = build / "figures",
          .similarity = build / "similarity",
          .unpacker = build / "grader/batch/grader_unpack",
          .cache = build / "cache"};
}

const Places& places() {
  static const Places found = places_of(system::running_program());
  return found;
}

fs::path cache_folder() {
  const std::string chosen = variable("BACKPROP_CACHE");
  return chosen.empty() ? places().cache : fs::path(chosen);
}

}  // namespace grader
