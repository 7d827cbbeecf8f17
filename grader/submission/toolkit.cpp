#include "grader/submission/toolkit.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/base/places.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/precompiled.hpp"
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

// Returns "SIZE TIME", as `stat -L -c '%s %Y'` prints it. Builds of a compiler differ in one of them.
std::string file_of(const fs::path& compiler) {
  struct stat status = {};
  if (stat(compiler.c_str(), &status) != 0)
    throw std::runtime_error(compiler.string() + " is not there: install the compiler");
  return fmt::format("{} {}", status.st_size, status.st_mtime);
}

std::string version_of_another(const fs::path& compiler, const std::string& name) {
  Program program;
  program.arguments = {compiler, "-dumpfullversion", "-dumpversion"};
  const Outcome outcome = sandbox::run(Isolation::none, program, Limits{});
  const std::string version = outcome.output.substr(0, outcome.output.find('\n'));
  if (!outcome.succeeded() || version.empty())
    throw std::runtime_error(compiler.string() + " does not say its version");
  return name + ' ' + version;
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
    // What was built where gold is installed also works where it is not.
    if (!fs::exists("/usr/bin/ld.gold")) std::erase(toolkit.link_flags, "-fuse-ld=gold");
    toolkit.include = toolkit.root / "include";
    toolkit.compiler_file = file_of(toolkit.compiler);
    toolkit.built_with_this_compiler = toolkit.compiler_file == json.at("compiler_file").get<std::string>();
    toolkit.compiler_version = json.at("compiler_version").get<std::string>();
    const std::string name = toolkit.compiler_version.substr(0, toolkit.compiler_version.find(' '));
    toolkit.compiler_is_clang = name == "clang++";
    if (!toolkit.built_with_this_compiler)
      toolkit.compiler_version = version_of_another(toolkit.compiler, name);
    toolkit.fingerprint = fingerprint_of(toolkit);
    return toolkit;
  } catch (const std::exception& error) {
    throw std::runtime_error(
        fmt::format("The toolkit for building submissions is not in {} ({}): build or install the grader, or "
                    "set BACKPROP_TOOLKIT.",
                    root.string(), error.what()));
  }
}

Toolkit find_toolkit() {
  const char* chosen = std::getenv("BACKPROP_TOOLKIT");
  Toolkit toolkit = read_toolkit(chosen != nullptr && *chosen != '\0' ? fs::path(chosen) : places().toolkit);
  auto headers = find_precompiled(toolkit, cache_folder());
  if (!headers) {
    fmt::print(stderr, "Preparing the headers of the course for {}, once: some ten seconds.\n",
               toolkit.compiler_version);
    headers = make_precompiled(toolkit, cache_folder() / "precompiled");
  }
  if (headers) toolkit.include = *headers;  // without any, each file takes seconds longer to compile
  return toolkit;
}

}  // namespace grader
