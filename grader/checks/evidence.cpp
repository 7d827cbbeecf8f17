#include "grader/checks/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grader/checks/ratio.hpp"

namespace grader {

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
  const Worst& worst = own.worst;
  const double magnitude = std::max(std::abs(worst.expected), std::abs(worst.actual));
  evidence.worst = WorstElement{.index = coordinates(actual.shape, worst.offset),
                                .expected = worst.expected,
                                .actual = worst.actual,
                                .absolute_error = worst.error,
                                .relative_error = magnitude == 0.0 ? 0.0 : worst.error / magnitude,
                                .tolerance = worst.tolerance};
  evidence.ratio = constant_ratio(actual, expected);
  if (actual.values.size() <= kMaxShownElements && !actual.shape.empty()) {
    evidence.actual_values = actual.values;
    evidence.expected_values = expected.lower.values;
    for (std::size_t i = 0; i < actual.values.size(); ++i) {  // the nearest right value
      if (std::isnan(actual.values[i])) continue;
      evidence.expected_values[i] =
          std::clamp(actual.values[i], expected.lower.values[i], expected.upper.values[i]);
    }
  }
  return evidence;
}

}  // namespace grader
