/// Points for systems that know integers only.
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

/// The report's points by the largest remainder (Hamilton's method): each is its floor, and those with the
/// largest fractions, the earlier first, get one more until the rounded sum is reached. 0 <= score <=
/// max_score for each problem. Where all maxima are whole, as in our assignments, every score is off by less
/// than one point, and what is whole stays as it is.
WholePoints whole_points(const Report& report);

}  // namespace grader
