#include "grader/submission/control.hpp"

#include <gtest/gtest.h>

#include "grader/sandbox/testing/needs_sandbox.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using testing::failure_of;
using testing::source;

Outcome exited(int code, const std::string& text) {
  Outcome outcome;
  outcome.ending = Ending::exited;
  outcome.exit_code = code;
  outcome.error_output = text;
  return outcome;
}

const std::string kMistake = "affine.cpp:2:9: error: 'nonsense' was not declared in this scope\n";

TEST(LeavesDoubt, NotWhereTheCompilerNamesAMistake) {
  EXPECT_FALSE(leaves_doubt(exited(0, "")));
  EXPECT_FALSE(leaves_doubt(exited(1, kMistake)));
  EXPECT_FALSE(leaves_doubt(exited(1, "affine.cpp:1:2: error: #error mine\n")));
}

TEST(LeavesDoubt, WhereTheMachineMayBeBehindIt) {
  for (const char* more :
       {"backprop/affine.hpp: Input/output error", "affine.cpp:1:10: fatal error: x.hpp: Too many open files",
        "g++: fatal error: Killed signal terminated program cc1plus",
        "cc1plus: out of memory allocating 8 bytes", "error: No space left on device",
        "virtual memory exhausted: Cannot allocate memory",
        "affine.cpp:3:1: internal compiler error: Segmentation fault"}) {
    EXPECT_TRUE(leaves_doubt(exited(1, kMistake + more + "\n"))) << more;
  }
  EXPECT_TRUE(leaves_doubt(exited(1, ""))) << "no word of a mistake";
  EXPECT_TRUE(leaves_doubt(exited(4, kMistake))) << "not the compiler's own code";
  Outcome killed = exited(1, kMistake);
  killed.ending = Ending::signalled;
  EXPECT_TRUE(leaves_doubt(killed));
}

TEST(AttemptTwice, RepeatsOnlyWhatLeavesDoubt) {
  int attempts = 0;
  const auto failing = [&](const std::string& text) {
    attempts = 0;
    attempt_twice([&] { return ++attempts, exited(1, text); }, leaves_doubt);
    return attempts;
  };
  EXPECT_EQ(failing(kMistake), 1);
  EXPECT_EQ(failing("cc1plus: out of memory\n"), 2);
  EXPECT_EQ(failing("g++: fatal error: Killed signal terminated program cc1plus\n"), 2);
  EXPECT_EQ(failing("g++: fatal error: CPU time limit exceeded signal terminated program cc1plus\n"), 1)
      << "it would take as long again";
  EXPECT_EQ(failing("affine.cpp:1:1: error: x\nLLVM ERROR: out of memory\n"), 2);
  EXPECT_EQ(attempt_twice([&] { return exited(attempts++ > 2 ? 0 : 1, ""); }).exit_code, 0);
}

// A compiler that fails for every file. What it prints does not take the blame off the machine, and a named
// mistake needs no second look.
TEST(Control, AsksTheEmptyFileOnlyInDoubt) {
  NEEDS_SANDBOX();  // without one the script would need other paths
  const testing::Folder root;
  root.write("include/cc", "#!/bin/sh\ncat /box/work/affine.cpp /box/include/words >&2; exit 1\n");
  std::filesystem::permissions(root.path() / "include/cc", std::filesystem::perms(0755));
  Toolkit broken = testing::toolkit();
  broken.root = root.path();
  broken.include = root.path() / "include";
  broken.compiler = "/box/include/cc";
  const auto status = [&](const std::string& words, const std::string& text) {
    root.write("include/words", words);
    return failure_of(toolchain::compile(broken, testing::isolation(), source("affine.cpp", text), {}))
        .status;
  };
  EXPECT_EQ(status(kMistake, "\n"), Status::compile_error);
  EXPECT_EQ(status("cc1plus: out of memory\n", "\n"), Status::grader_error);
  EXPECT_EQ(status("cc1plus: out of memory\n", kMistake), Status::grader_error);
}

}  // namespace
}  // namespace grader
