// The points for a gradient that was found by finite differences.
#include <gtest/gtest.h>

#include "grader/checks/finite_differences.hpp"
#include "grader/grading/judge.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

Finding found(const char* failing_class) {
  Finding finding;
  finding.status = Status::fail;
  finding.message = "dx was found by finite differences.";
  finding.evidence.emplace().failing_class = failing_class;
  finding.evidence->probe = "unit";
  return finding;
}

Check judged(double share, const Finding& finding) {
  CheckSpec spec;
  spec.id = "dx";
  spec.gradient = "x";
  spec.points = 8.0;
  spec.numerical_differentiation = share;
  return make_check(spec, finding);
}

TEST(NumericalDifferentiation, GetsItsShareOfThePoints) {
  const Check none = judged(0.0, found(kFiniteDifferences));
  EXPECT_EQ(none.status, Status::fail);
  EXPECT_EQ(none.points, 0.0);
  const Check some = judged(0.25, found(kFiniteDifferences));
  EXPECT_EQ(some.status, Status::fail);
  EXPECT_EQ(some.points, 2.0);
  EXPECT_TRUE(some.evidence);
  const Check all = judged(1.0, found(kFiniteDifferences));
  EXPECT_EQ(all.status, Status::pass);
  EXPECT_EQ(all.points, 8.0);
  EXPECT_FALSE(all.evidence);
  for (const Check& check : {none, some, all}) {
    EXPECT_EQ(check.message, "dx was found by finite differences.");
    EXPECT_TRUE(points_are_consistent(check));
  }
}

TEST(NumericalDifferentiation, IsTheOnlyFailureThatHasAShare) {
  for (const char* failing_class : {"reference", kInexactFiniteDifferences}) {
    const Check wrong = judged(1.0, found(failing_class));
    EXPECT_EQ(wrong.status, Status::fail);
    EXPECT_EQ(wrong.points, 0.0);
  }
}

}  // namespace
}  // namespace grader
