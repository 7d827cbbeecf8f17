#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "grader/cli/command.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

namespace {

void line(const char* verdict, const std::string& text) { fmt::print("{:8}{}\n", verdict, text); }

void check_isolation() {
  for (const BackendStatus& backend : probe_backends()) {
    if (backend.isolation == Isolation::none) continue;  // always available, but does not isolate
    line(backend.available ? "PASS" : "CAUTION",
         fmt::format("isolation {}: {}", to_string(backend.isolation), backend.explanation));
  }
  const Isolation best = best_available();
  if (best == Isolation::none) {
    line("CAUTION", "submissions would run with resource limits only: grade nobody's code but your own here");
  } else {
    line("PASS",
         fmt::format("submissions run under {}, as {}", to_string(best),
                     geteuid() == 0 ? "an ordinary user, though the grader is root" : "your own user"));
  }
}

// Returns whether the folder for temporary files can be written to and allows programs to run. Workers are
// built and run there.
bool check_temporary_folder() {
  constexpr double kEnough = 256 << 20;
  try {
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    struct statvfs system = {};
    if (statvfs(folder.c_str(), &system) != 0 || access(folder.c_str(), W_OK | X_OK) != 0) {
      line("FAIL", fmt::format("temporary files: {} cannot be written to: {}", folder.string(),
                               std::strerror(errno)));
      return false;
    }
    if ((system.f_flag & ST_NOEXEC) != 0) {
      line("FAIL",
           fmt::format(
               "temporary files: programs in {} cannot be executed (it is mounted noexec): set TMPDIR to "
               "another folder",
               folder.string()));
      return false;
    }
    const double free = static_cast<double>(system.f_bavail) * static_cast<double>(system.f_frsize);
    line(free < kEnough ? "CAUTION" : "PASS",
         fmt::format("temporary files: {}, {:.0f} MiB free", folder.string(), free / (1 << 20)));
    return true;
  } catch (const std::exception& error) {
    line("FAIL", std::string("temporary files: ") + error.what() + ": set TMPDIR to a folder that is there");
    return false;
  }
}

bool check_toolkit() {
  try {
    const Toolkit toolkit = find_toolkit();
    line("PASS", "toolkit: " + toolkit.root.string());
    line("PASS", "compiler: " + toolkit.compiler.string());
    return true;
  } catch (const std::exception& error) {
    line("FAIL", std::string("toolkit: ") + error.what());
    return false;
  }
}

}  // namespace

void add_doctor(CommandLine& line) {
  line.add("doctor", "Say what this machine can do: isolation, compiler, toolkit.", [] {
    check_isolation();
    const bool folder = check_temporary_folder();
    const bool toolkit = check_toolkit();
    return folder && toolkit ? 0 : 2;
  });
}

}  // namespace grader
