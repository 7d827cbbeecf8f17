/// Shared by the sandbox's tests.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "grader/base/testing/folder.hpp"
#include "grader/sandbox/run.hpp"

namespace grader::testing {

inline std::vector<Isolation> available_isolations() {
  std::vector<Isolation> result;
  for (const BackendStatus& each : probe_backends()) {
    if (each.available) result.push_back(each.isolation);
  }
  return result;
}

inline std::vector<Isolation> if_available(std::vector<Isolation> wanted) {
  std::erase_if(wanted, [](Isolation each) { return !probe(each).available; });
  return wanted;
}

/// A test that runs with every backend that works here.
class EveryIsolation : public ::testing::TestWithParam<Isolation> {};

inline std::string isolation_name(const ::testing::TestParamInfo<Isolation>& info) {
  return std::string(to_string(info.param));
}

/// The program of testing/misbehave.cpp.
inline Program misbehave(std::vector<std::string> arguments) {
  const std::filesystem::path executable = MISBEHAVE;
  Program program;
  program.mounts = {{executable.parent_path(), "/box/bin"}};
  program.arguments = {"/box/bin/" + executable.filename().string()};
  program.arguments.insert(program.arguments.end(), arguments.begin(), arguments.end());
  program.working_directory = "/box/bin";
  return program;
}

inline Limits short_limits() {
  Limits limits;
  limits.wall_seconds = 5;
  limits.cpu_seconds = 5;
  return limits;
}

/// An argument that marks this test process's programs, since other tests may run at the same time.
inline std::string marker() { return "program-of-sandbox-test-" + std::to_string(getpid()) + "-"; }

/// Returns whether any live process has `marker` among its arguments.
inline bool runs_somewhere(const std::string& marker) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline");
    std::ostringstream command_line;
    command_line << file.rdbuf();  // a process that ends meanwhile yields less text and no exception
    if (command_line.str().find(marker) != std::string::npos) return true;
  }
  return false;
}

}  // namespace grader::testing
