#include "grader/checks/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "grader/checks/ratio.hpp"

namespace grader {

namespace {

// Returns the value that is right and nearest to the answer: an interval of values is right at a kink.
double nearest_right(const Expected& expected, std::size_t i, double actual) {
  if (std::isnan(actual)) return expected.lower.values[i];
  return std::clamp(actual, expected.lower.values[i], expected.upper.values[i]);
}

// Keeps four digits: nobody reads more from a colour.
double rounded(double value) {
  return std::isfinite(value) ? std::stod(fmt::format("{:.4g}", value)) : value;
}

HeatMap heat_map(const Expected& expected, const Tensor& actual) {
  const std::size_t columns = actual.shape.back();
  const std::size_t rows = actual.values.size() / columns;
  const auto blocks = [](std::size_t size) { return std::min(size, kMostHeatCells); };
  HeatMap map{blocks(columns), std::vector<double>(blocks(rows) * blocks(columns), 0.0)};
  for (std::size_t i = 0; i < actual.values.size(); ++i) {
    const double difference = actual.values[i] - nearest_right(expected, i, actual.values[i]);
    const std::size_t row = i / columns * blocks(rows) / rows;
    double& cell = map.cells[row * map.columns + i % columns * blocks(columns) / columns];
    if (!std::isnan(cell) && !(std::abs(difference) <= std::abs(cell))) cell = difference;
  }
  for (double& cell : map.cells) cell = rounded(cell);
  return map;
}

}  // namespace

Evidence make_evidence(const std::string& failing_class, const std::string& tensor_name,
                       const CaseTranscript& entry, const Expected& expected, const Tensor& actual,
                       const Comparison* comparison) {
  Evidence evidence;
  evidence.failing_class = failing_class;
  evidence.gradient = tensor_name;
  evidence.probe = entry.probe;
  evidence.case_seed = entry.seed;
  evidence.shape = expected.lower.shape;
  if (actual.shape != expected.lower.shape) return evidence;

  const Comparison own = comparison ? *comparison : compare(actual, expected);
  if (own.right() && failing_class == "linearity") return evidence;  // a law is broken, not this answer
  const Worst& worst = own.worst;
  const double magnitude = std::max(std::abs(worst.expected), std::abs(worst.actual));
  evidence.worst = WorstElement{.index = coordinates(actual.shape, worst.offset),
                                .expected = worst.expected,
                                .actual = worst.actual,
                                .absolute_error = worst.error,
                                .relative_error = magnitude == 0.0 ? 0.0 : worst.error / magnitude,
                                .tolerance = worst.tolerance};
  // A ratio of 0, as of a 0 for a 1, says what the two numbers say.
  if (const auto ratio = constant_ratio(actual, expected); ratio && *ratio != 0.0) evidence.ratio = ratio;
  if (actual.values.size() <= kMaxShownElements && !actual.shape.empty()) {
    evidence.actual_values = actual.values;
    evidence.expected_values = expected.lower.values;
    for (std::size_t i = 0; i < actual.values.size(); ++i) {
      const double nearest = nearest_right(expected, i, actual.values[i]);
      const bool right = std::abs(actual.values[i] - nearest) <= expected.allowed(i) ||
                         (std::isnan(actual.values[i]) && std::isnan(nearest));
      evidence.expected_values[i] = nearest;
      if (!right) evidence.wrong_elements.push_back(i);
    }
    // Without a wrong one, those that differ would be marked.
    if (evidence.wrong_elements.empty()) evidence.expected_values = evidence.actual_values;
  } else if (!actual.shape.empty()) {
    evidence.differences = heat_map(expected, actual);
  }
  return evidence;
}

}  // namespace grader
