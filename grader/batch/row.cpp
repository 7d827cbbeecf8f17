#include "grader/batch/row.hpp"

namespace grader {

bool is_submission(const Row& row) {
  return row.record.status != BatchStatus::left_alone && row.record.status != BatchStatus::not_submitted &&
         row.record.status != BatchStatus::ambiguous;
}

bool needs_attention(const Row& row) {
  if (row.record.status == BatchStatus::not_submitted) return false;
  return row.record.status != BatchStatus::graded || !row.record.message.empty();
}

std::optional<double> points_of(const Row& row, const std::string& problem) {
  if (row.report) {
    for (const Problem& each : row.report->problems) {
      if (each.id == problem) return each.score;
    }
    return std::nullopt;
  }
  for (const auto& [id, given] : row.overrides) {
    if (id == problem) return given.points;
  }
  return std::nullopt;
}

std::optional<double> score_of(const Row& row) {
  if (row.report) return row.report->score;
  if (row.overrides.empty()) return std::nullopt;
  std::vector<double> points;
  for (const auto& [id, given] : row.overrides) points.push_back(given.points);
  return sum_points(points);
}

}  // namespace grader
