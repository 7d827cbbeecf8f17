#include "grader/submission/toolkit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

/// Identifies the version of a file without reading it: the precompiled header has a hundred megabytes.
std::string version_of(const fs::path& file) {
  const fs::path real = fs::canonical(file);
  return fmt::format("{} {} {}\n", real.string(), fs::file_size(real),
                     fs::last_write_time(real).time_since_epoch().count());
}

std::string fingerprint_of(const Toolkit& toolkit) {
  std::vector<std::string> versions;
  for (const char* folder : {"include/backprop", "lib"}) {
    for (const auto& entry : fs::directory_iterator(toolkit.root / folder)) {
      versions.push_back(version_of(entry.path()));
    }
  }
  std::sort(versions.begin(), versions.end());
  Sha256 hash;
  hash.add_field(version_of(toolkit.compiler));
  for (const std::string& each : versions) hash.add_field(each);
  for (const std::string& flag : toolkit.flags) hash.add_field(flag);
  for (const std::string& flag : toolkit.link_flags) hash.add_field(flag);
  return hash.hex();
}

}  // namespace

Toolkit read_toolkit(const fs::path& root) {
  try {
    if (!fs::exists(root / "toolkit.json")) throw std::runtime_error("toolkit.json is not there");
    const Json json = parse_json(read_file(root / "toolkit.json"));
    Toolkit toolkit;
    toolkit.root = fs::canonical(root);
    toolkit.compiler = json.at("compiler").get<std::string>();
    toolkit.flags = json.at("compile_flags").get<std::vector<std::string>>();
    toolkit.link_flags = json.at("link_flags").get<std::vector<std::string>>();
    toolkit.fingerprint = fingerprint_of(toolkit);
    return toolkit;
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format(
        "The toolkit for building submissions is not in {} ({}): build the grader, or set BACKPROP_TOOLKIT.",
        root.string(), error.what()));
  }
}

Toolkit find_toolkit() {
  const char* chosen = std::getenv("BACKPROP_TOOLKIT");
  return read_toolkit(chosen != nullptr && *chosen != '\0' ? chosen : BACKPROP_TOOLKIT);
}

}  // namespace grader
