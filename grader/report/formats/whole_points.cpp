#include "grader/report/formats/whole_points.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace grader {
namespace {

using Integers = std::vector<std::int64_t>;

// Points have at most six decimals, so 2.9999999999 counts as 3.
double without_noise(double points) { return std::round(points * 1e6) / 1e6; }

std::int64_t sum(const Integers& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// `caps` are at least the floors of `points`, and their sum is at least the rounded sum.
Integers apportioned(const std::vector<double>& points, const Integers& caps) {
  Integers whole;
  std::vector<double> fraction;
  for (const double value : points) {
    whole.push_back(static_cast<std::int64_t>(std::floor(without_noise(value))));
    fraction.push_back(without_noise(value) - std::floor(without_noise(value)));
  }
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return fraction[a] > fraction[b]; });
  std::int64_t missing = std::llround(sum_points(points)) - sum(whole);
  // A second round is needed only when maxima are fractions and were rounded down.
  for (bool given = true; missing > 0 && given;) {
    given = false;
    for (const std::size_t i : order) {
      if (missing == 0 || whole[i] >= caps[i]) continue;
      ++whole[i];
      --missing;
      given = true;
    }
  }
  return whole;
}

}  // namespace

WholePoints whole_points(const Report& report) {
  std::vector<double> scores;
  std::vector<double> max_scores;
  Integers no_caps;
  for (const Problem& problem : report.problems) {
    scores.push_back(problem.score);
    max_scores.push_back(problem.max_score);
    no_caps.push_back(static_cast<std::int64_t>(std::ceil(problem.max_score)) + 1);
  }
  WholePoints result;
  result.max_scores = apportioned(max_scores, no_caps);
  result.scores = apportioned(scores, result.max_scores);
  result.score = sum(result.scores);
  result.max_score = sum(result.max_scores);
  return result;
}

}  // namespace grader
