#include "grader/report/since_last_run.hpp"

#include <gtest/gtest.h>

#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

void make_right(Report& report, std::size_t problem) {
  for (Check& check : report.problems[problem].checks) {
    check.status = Status::pass;
    check.points = check.max_points;
  }
  tally(report);
}

TEST(SinceLastRun, SaysWhatIsRightNow) {
  const Report before = sample_report();
  Report now = before;
  make_right(now, 3);
  EXPECT_EQ(since_last_run(before, now), "Since the last run: +5 points; now right: relu.");
  EXPECT_EQ(since_last_run(now, before), "Since the last run: -5 points; no longer right: relu.");
  Report other_way = before;
  make_right(other_way, 4);
  EXPECT_EQ(since_last_run(now, other_way),
            "Since the last run: 0 points; now right: tanh; no longer right: relu.");
}

TEST(SinceLastRun, ComparesWhatBothHave) {
  const Report before = sample_report();
  EXPECT_EQ(since_last_run(before, before), "");
  Report now = before;
  now.problems.erase(now.problems.begin());
  tally(now);
  EXPECT_EQ(since_last_run(before, now), "");
  make_right(now, 2);
  EXPECT_EQ(since_last_run(before, now), "Since the last run: +5 points; now right: relu.");
  Report other = now;
  other.submission.id = "bob";
  EXPECT_EQ(since_last_run(before, other), "");
}

}  // namespace
}  // namespace grader
