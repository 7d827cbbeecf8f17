#include "grader/report/report.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "grader/report/json.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

Status status_of_all(const std::vector<Status>& statuses) {
  std::vector<Check> checks;
  for (const Status status : statuses) checks.push_back(sample_check("c", status, 0, 0));
  return status_of(checks);
}

TEST(Report, AnUntouchedCheckNeverPasses) {
  EXPECT_EQ(Check().status, Status::grader_error);
  EXPECT_EQ(Check().points, 0);
  Report report;
  report.problems.resize(2);
  report.problems[1].checks.resize(1);
  tally(report);
  EXPECT_EQ(report.problems[0].status, Status::grader_error);
  EXPECT_EQ(report.problems[1].status, Status::grader_error);
}

TEST(Report, AProblemHasTheGravestStatusOfItsChecks) {
  using enum Status;
  EXPECT_EQ(status_of_all({pass, pass}), pass);
  EXPECT_EQ(status_of_all({pass, fail}), fail);
  EXPECT_EQ(status_of_all({pass, not_implemented}), not_implemented);
  EXPECT_EQ(status_of_all({not_implemented, fail, pass}), fail);
  EXPECT_EQ(status_of_all({fail, crash, skipped}), crash);
  EXPECT_EQ(status_of_all({pass, skipped}), skipped);
  EXPECT_EQ(status_of_all({timeout, memory_limit}), memory_limit);
  EXPECT_EQ(status_of_all({fail, output_limit}), output_limit);
  EXPECT_EQ(status_of_all({crash, compile_error}), compile_error);
  EXPECT_EQ(status_of_all({compile_error, grader_error}), grader_error);
}

TEST(Report, SumsAreExactInDecimals) {
  EXPECT_EQ(sum_points({0.1, 0.2}), 0.3);
  EXPECT_EQ(sum_points(std::vector<double>(10, 0.1)), 1.0);
  EXPECT_EQ(sum_points({2.5, 2.5, 2.5}), 7.5);
  EXPECT_EQ(sum_points({}), 0.0);
}

TEST(Report, ScoresAreTheSumsOfTheChecks) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    Report report;
    long tenths = 0;
    long max_tenths = 0;
    report.problems.resize(random() % 6);
    for (Problem& problem : report.problems) {
      for (std::uint64_t i = random() % 7; i > 0; --i) {
        const long max = static_cast<long>(random() % 100);
        const bool passed = random() % 2 == 0;
        const double points = static_cast<double>(max) / 10;
        problem.checks.push_back(
            sample_check("c", passed ? Status::pass : Status::fail, passed ? points : 0, points));
        tenths += passed ? max : 0;
        max_tenths += max;
      }
    }
    tally(report);
    EXPECT_EQ(report.score, static_cast<double>(tenths) / 10);
    EXPECT_EQ(report.max_score, static_cast<double>(max_tenths) / 10);
  }
}

TEST(Report, PointsThatAStatusCannotHaveBecomeAGraderError) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Check wrong[] = {
      sample_check("pass with less", Status::pass, 1, 2),
      sample_check("more than there are", Status::fail, 3, 2),
      sample_check("crash with points", Status::crash, 1, 2),
      sample_check("negative", Status::fail, -1, 2),
      sample_check("not a number", Status::fail, nan, 2),
  };
  for (const Check& check : wrong) {
    Report report;
    report.problems.resize(1);
    report.problems[0].checks = {check};
    tally(report);
    EXPECT_EQ(report.problems[0].status, Status::grader_error) << check.id;
    EXPECT_EQ(report.score, 0) << check.id;
    EXPECT_EQ(report.max_score, 2) << check.id;
  }
  EXPECT_TRUE(points_are_consistent(sample_check("partial credit", Status::fail, 1, 2)));
}

TEST(Report, TallyTwiceChangesNothing) {
  Report report = sample_report();
  const std::string once = json_text(report);
  tally(report);
  EXPECT_EQ(json_text(report), once);
}

TEST(Report, TheStudentViewHoldsNothingOfHiddenChecks) {
  const Report report = sample_report();
  ASSERT_NE(json_text(report).find("secret"), std::string::npos);
  const Report view = student_view(report);
  EXPECT_EQ(json_text(view).find("secret"), std::string::npos);
  EXPECT_EQ(view.score, report.score);
  EXPECT_EQ(view.problems[1].checks[3].id, "hidden-1");
  EXPECT_EQ(view.problems[1].checks[3].status, Status::fail);
  EXPECT_EQ(view.problems[1].checks[1].message, report.problems[1].checks[1].message);
}

TEST(Report, PointsGivenByHandReplaceThoseOfTheChecks) {
  Report report = sample_report();
  report.problems[1].override_by_hand = Override{8.5, "regrade request", "T. Eacher"};
  tally(report);
  EXPECT_EQ(report.problems[1].score, 8.5);
  EXPECT_EQ(report.problems[1].status, Status::fail);
  EXPECT_EQ(report.score, 7.5 - 2.5 + 8.5);
  ASSERT_EQ(override_notes(report).size(), 1u);
  EXPECT_EQ(override_notes(report)[0],
            "The points of affine were given by hand: 8.5 instead of the grader's 2.5, by T. Eacher: regrade "
            "request.");
  EXPECT_EQ(json_text(parse_report(json_text(report))), json_text(report));
}

}  // namespace
}  // namespace grader
