/// Converts the grader's points to the platform's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/batch/exports/exports.hpp"

namespace grader {

/// Reads "100", "100.00", "100,00" or "1,000.00" as a maximum. Returns nullopt for anything else and for
/// maxima that are not above 0.
std::optional<double> read_maximum(std::string_view text);

/// The factor between the assignment's maximum and the platform's.
class PointScale {
 public:
  PointScale() = default;
  /// `platform` is the platform's maximum as its file has it. If it is no number, points stay as they are. If
  /// it differs from the assignment's, a note says so: "BEFORE100AFTER, and a1-gates has 10: ...". A note
  /// that is already there is not repeated.
  PointScale(const ClassList& list, const ExportOptions& options, const std::string& platform,
             const std::string& before, const std::string& after, std::vector<std::string>& notes);

  /// Returns the points as the platform counts them, with at most five decimals, which is what Moodle keeps.
  std::string written(double points) const;

 private:
  double from_ = 1;
  double to_ = 1;
};

}  // namespace grader
