#include "grader/grading/worker_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace grader {
namespace {

using testing::HasSubstr;

Outcome ended(Ending ending) {
  Outcome outcome;
  outcome.ending = ending;
  return outcome;
}

TEST(Describe, TellsTheStudentsFaultsApart) {
  const Limits limits = {
      .wall_seconds = 15, .cpu_seconds = 5, .memory_bytes = 1 << 30, .output_bytes = 1 << 16};
  EXPECT_EQ(describe(ended(Ending::timed_out), limits).status, Status::timeout);
  EXPECT_THAT(describe(ended(Ending::timed_out), limits).what(),
              HasSubstr("within 5 s of computing, 15 s in all"));
  EXPECT_EQ(describe(ended(Ending::memory_limit), limits).status, Status::memory_limit);
  EXPECT_THAT(describe(ended(Ending::memory_limit), limits).what(), HasSubstr("1024 MB"));
  EXPECT_EQ(describe(ended(Ending::output_limit), limits).status, Status::output_limit);
  Outcome crashed = ended(Ending::signalled);
  crashed.signal = SIGSEGV;
  EXPECT_EQ(describe(crashed, limits).status, Status::crash);
  EXPECT_THAT(describe(crashed, limits).what(), HasSubstr("SIGSEGV"));
  crashed.signal = SIGBUS;
  EXPECT_THAT(describe(crashed, limits).what(), HasSubstr("SIGBUS"));
  Outcome exited = ended(Ending::exited);
  exited.exit_code = 0;
  EXPECT_EQ(describe(exited, limits).status, Status::crash)
      << "exit code 0 without the closing frame is no pass";
}

TEST(Describe, TakesTheSandboxesFaultUponItself) {
  Outcome fault = ended(Ending::sandbox_fault);
  fault.detail = "no namespaces";
  EXPECT_EQ(describe(fault, {}).status, Status::grader_error);
  EXPECT_THAT(describe(fault, {}).what(), HasSubstr("no namespaces"));
}

}  // namespace
}  // namespace grader
