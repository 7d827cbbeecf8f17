#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "grader/base/places.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/submission/precompiled.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

namespace {

void line(const char* verdict, const std::string& text) { fmt::print("{:8}{}\n", verdict, text); }

void check_isolation() {
  if (const auto warning = own_code_only()) {
    line("CAUTION", *warning);
    return;
  }
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

// Returns whether student code cannot read the program and what belongs to it.
bool check_place() {
  if (const auto reason = readable_by_submissions()) {
    line("FAIL", *reason);
    return false;
  }
  return true;
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

// With `prepare`, makes the precompiled header for all users of this installation if there is none.
bool check_toolkit(bool prepare) {
  try {
    if (prepare) {
      const Toolkit toolkit = read_toolkit(places().toolkit);
      if (!find_precompiled(toolkit, cache_folder()) && !make_precompiled(toolkit, place_beside(toolkit))) {
        line("FAIL", fmt::format("precompiled headers: {} cannot be made by this user",
                                 place_beside(toolkit).string()));
        return false;
      }
    }
    const Toolkit toolkit = find_toolkit();
    line("PASS", "toolkit: " + toolkit.root.string());
    line("PASS", fmt::format("compiler: {}, {}", toolkit.compiler.string(), toolkit.compiler_version));
    line(find_precompiled(toolkit, cache_folder()) ? "PASS" : "CAUTION",
         find_precompiled(toolkit, cache_folder())
             ? "precompiled headers: " + toolkit.include.string()
             : fmt::format("precompiled headers: none fits {}, and {} cannot be written to: each file takes "
                           "some seconds longer",
                           toolkit.compiler_version, cache_folder().string()));
    return true;
  } catch (const std::exception& error) {
    line("FAIL", std::string("toolkit: ") + error.what());
    return false;
  }
}

}  // namespace

void add_doctor(CommandLine& line) {
  auto prepare = std::make_shared<bool>(false);
  Command doctor =
      line.add("doctor", "Say what this machine can do: isolation, compiler, toolkit.", [prepare] {
        check_isolation();
        const bool place = check_place();
        const bool folder = check_temporary_folder();
        const bool toolkit = check_toolkit(*prepare);
        return place && folder && toolkit ? 0 : 2;
      });
  doctor.flag("--prepare", *prepare, "Precompile the headers for all users, where this has not been done");
}

}  // namespace grader
