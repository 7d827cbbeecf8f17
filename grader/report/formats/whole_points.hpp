/// Rounds points for systems that accept integers only.
#pragma once
#include <cstdint>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

struct WholePoints {
  std::vector<std::int64_t> scores;      ///< one a problem
  std::vector<std::int64_t> max_scores;  ///< one a problem
  std::int64_t score = 0;                ///< the sum of `scores`: the report's, rounded
  std::int64_t max_score = 0;            ///< the sum of `max_scores`: the report's, rounded
};

/// Rounds the report's points by the largest remainder (Hamilton's method). Each score is rounded down first.
/// Then the scores with the largest fractions, the earlier first, get one more point until the rounded sum is
/// reached. Each problem keeps 0 <= score <= max_score. When all maxima are whole, as in our assignments,
/// every score is off by less than one point, and whole scores stay as they are.
WholePoints whole_points(const Report& report);

}  // namespace grader
