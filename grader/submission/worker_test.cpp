#include "grader/submission/worker.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace grader {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

TEST(WorkerProgram, SeesItselfAndLittleElse) {
  const Worker worker{BoxDirectory(), "worker"};
  setenv("OPENBLAS_CORETYPE", "Haswell", 1);
  unsetenv("OPENBLAS_L2_SIZE");
  setenv("OPENBLAS_VERBOSE", "2", 1);
  const Program program = worker_program(worker);
  EXPECT_THAT(program.environment, ElementsAre("OPENBLAS_NUM_THREADS=1", "OPENBLAS_CORETYPE=Haswell"));
  EXPECT_THAT(program.arguments, ElementsAre("/box/bin/worker"));
  ASSERT_EQ(program.mounts.size(), 1u);
  EXPECT_EQ(program.mounts[0].source, worker.box.work());
  EXPECT_FALSE(program.mounts[0].writable);
}

}  // namespace
}  // namespace grader
