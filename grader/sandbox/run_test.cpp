#include "grader/sandbox/run.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <future>

#include "grader/sandbox/testing/boxes.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

using testing::misbehave;
using testing::runs_somewhere;
using testing::short_limits;

class Run : public testing::EveryIsolation {
 protected:
  Outcome run(const Program& program, const Limits& limits = short_limits()) {
    return sandbox::run(GetParam(), program, limits);
  }
};
INSTANTIATE_TEST_SUITE_P(, Run, ::testing::ValuesIn(testing::available_isolations()),
                         testing::isolation_name);

TEST_P(Run, TellsTheExitCode) {
  for (const int code : {0, 1, 42, 127}) {
    const Outcome outcome = run(misbehave({"exit", std::to_string(code)}));
    EXPECT_EQ(outcome.ending, Ending::exited) << outcome.detail;
    EXPECT_EQ(outcome.exit_code, code);
    EXPECT_EQ(outcome.succeeded(), code == 0);
  }
}

TEST_P(Run, KeepsOutputAndErrorsApart) {
  const Outcome outcome = run(misbehave({"print", "a word"}));
  EXPECT_EQ(outcome.output, "a word");
  EXPECT_EQ(outcome.error_output, "error: a word");
}

TEST_P(Run, TellsTheSignal) {
  for (const auto& [command, signal] : {std::pair{"abort", SIGABRT}, std::pair{"segfault", SIGSEGV}}) {
    const Outcome outcome = run(misbehave({command}));
    EXPECT_EQ(outcome.ending, Ending::signalled) << outcome.detail;
    EXPECT_EQ(outcome.signal, signal);
  }
}

TEST_P(Run, MissingProgramIsASandboxFault) {
  Program program = misbehave({});
  program.arguments = {"/box/bin/no-such-program"};
  const Outcome outcome = run(program);
  EXPECT_EQ(outcome.ending, Ending::sandbox_fault);
  EXPECT_THAT(outcome.detail, ::testing::HasSubstr("/box/bin/no-such-program"));
}

TEST_P(Run, MissingWorkingDirectoryIsASandboxFault) {
  Program program = misbehave({"exit", "0"});
  program.working_directory = "/no/such/directory";
  const Outcome outcome = run(program);
  EXPECT_EQ(outcome.ending, Ending::sandbox_fault);
  EXPECT_NE(outcome.detail, "");
}

TEST_P(Run, RelativeProgramIsASandboxFault) {
  Program program;
  program.arguments = {"true"};
  EXPECT_EQ(run(program).detail, "the program's path 'true' is not absolute");
}

TEST_P(Run, UnclearMountIsASandboxFault) {
  for (const char* target : {"box", "/", "/box/", "/box/../etc", "/box//x"}) {
    Program program = misbehave({"exit", "0"});
    program.mounts.push_back({"/tmp", target});
    EXPECT_THAT(run(program).detail, ::testing::HasSubstr("'" + std::string(target) + "'"));
  }
  Program program = misbehave({"exit", "0"});
  program.mounts.push_back({"/no/such/source", "/box/x"});
  EXPECT_EQ(run(program).detail, "the mount source '/no/such/source' does not exist");
}

TEST_P(Run, EnvironmentIsWhatWasGiven) {
  ASSERT_EQ(setenv("SECRET_TOKEN", "hunter2", 1), 0);
  Program program = misbehave({"environment"});
  program.environment = {"LANG=C", "EMPTY="};
  const std::string output = run(program).output;
  unsetenv("SECRET_TOKEN");
  EXPECT_THAT(output, ::testing::HasSubstr("LANG=C\n"));
  EXPECT_THAT(output, ::testing::HasSubstr("EMPTY=\n"));
  EXPECT_THAT(output, ::testing::Not(::testing::HasSubstr("SECRET_TOKEN")));
  EXPECT_LE(std::count(output.begin(), output.end(), '\n'), 3) << output;  // The third may be PWD or TMPDIR.
}

TEST_P(Run, DescriptorsAreTheStandardOnesOnly) {
  const int leaked = open("/etc/passwd", O_RDONLY);  // Not close-on-exec.
  const std::string alone = run(misbehave({"descriptors"})).output;
  const std::string talking =
      sandbox::run(GetParam(), misbehave({"descriptors"}), short_limits(), [](Channel&) {}).output;
  close(leaked);
  EXPECT_EQ(alone, "0 1 2 ");
  EXPECT_EQ(talking, "0 1 2 3 4 ");
}

TEST_P(Run, DaemonIsDeadAtTheReturn) {
  NEEDS_SANDBOX();
  const std::string marker = testing::marker();
  const Outcome outcome = run(misbehave({"daemonise", marker}));
  EXPECT_EQ(outcome.ending, Ending::exited);
  EXPECT_EQ(outcome.output, "daemon is up\n");
  EXPECT_LT(outcome.wall_seconds, short_limits().wall_seconds);
  EXPECT_FALSE(runs_somewhere(marker));
}

TEST_P(Run, ChildrenAreDeadAtTheReturn) {
  NEEDS_SANDBOX();
  const std::string marker = testing::marker();
  Limits limits = short_limits();
  limits.processes = 20;
  const Outcome outcome = run(misbehave({"fork-many", marker}), limits);
  EXPECT_EQ(outcome.ending, Ending::exited);
  EXPECT_GT(std::stoi(outcome.output), 0);
  EXPECT_FALSE(runs_somewhere(marker));
}

TEST_P(Run, SeveralAtOnceDoNotDisturbEachOther) {
  std::vector<Outcome> outcomes(6);
  {
    std::vector<std::future<void>> threads;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      threads.push_back(std::async(std::launch::async, [&, i] {
        outcomes[i] = run(misbehave({"exit", std::to_string(i)}));
      }));
    }
  }
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i].ending, Ending::exited) << outcomes[i].detail;
    EXPECT_EQ(outcomes[i].exit_code, static_cast<int>(i));
  }
}

}  // namespace
}  // namespace grader
