// Each case of grad_check is right or wrong by construction. The solution must find out which, under any
// seed.
#include <gtest/gtest.h>

#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

TEST(GradCheck, TheSolutionTellsRightFromWrongUnderTwoHundredSeeds) {
  const Op& op = *find_op("grad_check");
  LinkedSubject reference;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    for (const CaseTranscript& entry : cases::plan(op, seed)) {
      const double expected = entry.probe.ends_with("right") ? 1.0 : 0.0;
      EXPECT_EQ(reference.start(op, entry.the_case)->outputs.at("accepted").values.at(0), expected)
          << entry.the_case.note << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace grader
