#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "grader/cli/command.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

namespace {

void line(const char* verdict, const std::string& text) { fmt::print("{:8}{}\n", verdict, text); }

// Returns whether submissions can be graded at all.
bool check_isolation() {
  for (const BackendStatus& backend : probe_backends()) {
    line(backend.available ? "PASS" : "CAUTION",
         fmt::format("isolation {}: {}", to_string(backend.isolation), backend.explanation));
  }
  const Isolation best = best_available();
  if (best == Isolation::none) {
    line("CAUTION", "submissions would run with resource limits only: grade nobody's code but your own here");
  } else {
    line("PASS", fmt::format("submissions run under {}", to_string(best)));
  }
  return true;
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

void add_doctor(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("doctor", "Say what this machine can do: isolation, compiler, toolkit.");
  command->callback([&action] {
    action = [] {
      const bool isolation = check_isolation();
      const bool toolkit = check_toolkit();
      return isolation && toolkit ? 0 : 2;
    };
  });
}

}  // namespace grader
