#include "grader/batch/exports/point_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"

namespace grader {

std::optional<double> read_maximum(std::string_view text) {
  std::string number(text);
  const std::size_t comma = number.rfind(',');
  const std::size_t point = number.rfind('.');
  if (comma != std::string::npos) {
    const bool is_decimal = point == std::string::npos ? number.size() - comma != 4 : comma > point;
    if (is_decimal) {
      std::erase(number, '.');
      std::ranges::replace(number, ',', '.');
    } else {
      std::erase(number, ',');
    }
  }
  const auto value = parse_number(number);
  return value && *value > 0 ? value : std::nullopt;
}

PointScale::PointScale(const ClassList& list, const ExportOptions& options, const std::string& platform,
                       const std::string& before, const std::string& after, std::vector<std::string>& notes) {
  const auto maximum = read_maximum(platform);
  if (!maximum || !(list.max_score > 0) || format_points(*maximum) == format_points(list.max_score)) return;
  const std::string differ = fmt::format("{}{}{}, and {} has {}: ", before, format_points(*maximum), after,
                                         list.assignment, format_points(list.max_score));
  std::string note;
  if (options.keep_points) {
    note = differ + "the points are not converted, as --keep-points says.";
  } else {
    from_ = list.max_score;
    to_ = *maximum;
    note = differ + fmt::format(
                        "the points are converted, so that {} become {}. --keep-points leaves them as "
                        "they are.",
                        format_points(from_), format_points(to_));
  }
  if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
}

std::string PointScale::written(double points) const {
  if (from_ == to_) return format_points(points);
  constexpr double kDecimals = 1e5;
  return format_points(std::round(points * to_ / from_ * kDecimals) / kDecimals);
}

}  // namespace grader
