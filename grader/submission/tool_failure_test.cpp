#include "grader/submission/tool_failure.hpp"

#include <gmock/gmock.h>

#include <csignal>

namespace grader {
namespace {

using ::testing::HasSubstr;

Outcome exited(const std::string& error_output) {
  Outcome outcome;
  outcome.ending = Ending::exited;
  outcome.exit_code = 1;
  outcome.error_output = error_output;
  return outcome;
}

std::optional<BuildFailure> stop(const Outcome& outcome) {
  return stopped(outcome, Limits(), "Compiling x.cpp", "x.cpp");
}

TEST(Stopped, NotByErrorsInTheSource) {
  EXPECT_EQ(stop(exited("x.cpp:1:1: error: no\n")), std::nullopt);
  Outcome good = exited("");
  good.exit_code = 0;
  EXPECT_EQ(stop(good), std::nullopt);
}

TEST(Stopped, ByTheSandbox) {
  Outcome outcome;
  outcome.detail = "no namespaces";
  EXPECT_EQ(stop(outcome)->status, Status::grader_error);
  EXPECT_EQ(stop(outcome)->message, "Compiling x.cpp was not possible in the sandbox: no namespaces.");
  outcome.ending = Ending::timed_out;
  EXPECT_EQ(stop(outcome)->status, Status::timeout);
  EXPECT_EQ(stop(outcome)->file, "x.cpp");
  outcome.ending = Ending::memory_limit;
  EXPECT_EQ(stop(outcome)->status, Status::memory_limit);
  outcome.ending = Ending::output_limit;
  EXPECT_EQ(stop(outcome)->status, Status::output_limit);
}

TEST(Stopped, BySignal) {
  Outcome outcome;
  outcome.ending = Ending::signalled;
  for (const auto& [signal, status] :
       {std::pair(SIGXCPU, Status::timeout), std::pair(SIGXFSZ, Status::output_limit),
        std::pair(SIGKILL, Status::memory_limit), std::pair(SIGSEGV, Status::compile_error)}) {
    outcome.signal = signal;
    EXPECT_EQ(stop(outcome)->status, status);
  }
}

TEST(Stopped, AsTheDriverTells) {
  EXPECT_EQ(
      stop(exited("g++: fatal error: CPU time limit exceeded signal terminated program cc1plus\n"))->status,
      Status::timeout);
  EXPECT_EQ(
      stop(exited("g++: internal compiler error: File size limit exceeded signal terminated program as\n"))
          ->status,
      Status::output_limit);
  EXPECT_EQ(
      stop(exited("\ncc1plus: out of memory allocating 65536 bytes after a total of 1 bytes\n"))->status,
      Status::memory_limit);
  EXPECT_EQ(
      stop(exited("as: out of memory allocating 1160052 bytes after a total of 1065074688 bytes\n"))->status,
      Status::memory_limit);
  Outcome killed = exited("g++: fatal error: Killed signal terminated program cc1plus\n");
  EXPECT_EQ(stop(killed)->status, Status::memory_limit);
  killed.cpu_seconds = Limits().cpu_seconds;
  EXPECT_EQ(stop(killed)->status, Status::timeout);
}

TEST(Stopped, OutOfMemoryHoweverLongTheLastWordsOfClang) {
  const std::string words = "LLVM ERROR: out of memory\nAllocation failed\nStack dump:\n";
  Outcome outcome = exited(words);
  EXPECT_EQ(stop(outcome)->status, Status::memory_limit);
  outcome.ending = Ending::output_limit;
  EXPECT_EQ(stop(outcome)->status, Status::memory_limit);
  outcome.error_output = "x.cpp:1:2: error: #error " + words;
  EXPECT_EQ(stop(outcome)->status, Status::output_limit);
}

// A file can print such words with #line. Other means find out whether the machine is at fault,
// see control.hpp.
TEST(Stopped, NoWordsAreTheGradersFault) {
  for (const char* words :
       {"", "\n", "g++: error: unrecognized command-line option '-x'\n",
        "g++: fatal error: cannot execute 'cc1plus': execvp: No such file or directory\n",
        "<command-line>: fatal error: backprop/tensor.hpp: No such file or directory\n"}) {
    EXPECT_EQ(stop(exited(words)), std::nullopt) << words;
  }
}

TEST(Stopped, StudentsOwnWordsDecideNothing) {
  EXPECT_EQ(
      stop(exited("x.cpp:1:2: error: #error g++: fatal error: Killed signal terminated program cc1plus\n")),
      std::nullopt);
  EXPECT_EQ(stop(exited("x.cpp:1:2: error: #error cc1plus: out of memory\n")), std::nullopt);
  EXPECT_EQ(stop(exited("g++: fatal error: Killed signal terminated program cc1plus:1:2: error: #error\n")),
            std::nullopt);
}

}  // namespace
}  // namespace grader
