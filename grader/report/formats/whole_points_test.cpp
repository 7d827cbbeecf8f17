#include "grader/report/formats/whole_points.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

Report report_with_points(const std::vector<std::pair<double, double>>& points) {
  Report report = sample_report();
  report.problems.clear();
  for (const auto& [score, max_score] : points) {
    Problem problem{"p", "P", {}, {}, {}, {}, {}, {}};
    problem.checks = {sample_check("c", Status::fail, score, max_score)};
    report.problems.push_back(problem);
  }
  tally(report);
  return report;
}

TEST(WholePoints, LargestRemaindersGetThePoints) {
  const WholePoints points = whole_points(report_with_points({{1.25, 2}, {2.5, 3}, {0.75, 1}, {4, 4}}));
  EXPECT_EQ(points.scores, (std::vector<std::int64_t>{1, 3, 1, 4}));  // 8.5 is 9
  EXPECT_EQ(points.score, 9);
  EXPECT_EQ(points.max_score, 10);
}

TEST(WholePoints, MaximaThatAreFractions) {
  const WholePoints points = whole_points(report_with_points({{0, 2.5}, {2.5, 2.5}}));
  EXPECT_EQ(points.max_scores, (std::vector<std::int64_t>{3, 2}));
  EXPECT_EQ(points.score, 3);  // 2.5 rounded; the second problem has room for 2
  EXPECT_EQ(points.max_score, 5);
  EXPECT_EQ(whole_points(report_with_points({})).score, 0);
}

// Laws, for random points in halves, thirds and tenths.
TEST(WholePoints, SumsAndBoundsHold) {
  std::mt19937_64 random(20240611);
  for (int round = 0; round < 2000; ++round) {
    const bool whole_maxima = round % 2 == 0;
    std::vector<std::pair<double, double>> given(1 + random() % 12);
    for (auto& [score, max_score] : given) {
      const double part = std::array{2.0, 3.0, 10.0}[random() % 3];
      max_score = whole_maxima ? double(random() % 20) : double(random() % 60) / part;
      score = max_score * double(random() % 13) / 12;
    }
    const Report report = report_with_points(given);
    const WholePoints points = whole_points(report);
    EXPECT_EQ(points.score, std::llround(report.score)) << round;
    EXPECT_EQ(points.max_score, std::llround(report.max_score)) << round;
    EXPECT_EQ(std::accumulate(points.scores.begin(), points.scores.end(), std::int64_t{0}), points.score);
    EXPECT_EQ(std::accumulate(points.max_scores.begin(), points.max_scores.end(), std::int64_t{0}),
              points.max_score);
    for (std::size_t i = 0; i < given.size(); ++i) {
      EXPECT_GE(points.scores[i], 0) << round;
      EXPECT_LE(points.scores[i], points.max_scores[i]) << round;
      EXPECT_LT(std::abs(double(points.max_scores[i]) - given[i].second), 1) << round;
      if (!whole_maxima) continue;
      EXPECT_LT(std::abs(double(points.scores[i]) - given[i].first), 1) << round;
    }
  }
}

}  // namespace
}  // namespace grader
