#include "grader/scenarios/error_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"

namespace grader {

namespace {

struct Factor {
  double value;
  std::string words;
};

std::vector<Factor> factors(const ErrorCurve& curve) {
  const auto batch = static_cast<double>(curve.errors.size());
  return {{1.0, ""},
          {-1.0, "it has the wrong sign, and pushes q away from its target"},
          {2.0, "it is twice what it should be"},
          {0.5, "it is half of what it should be"},
          {1.0 / batch, "it is averaged twice, where the mean over the batch divides by N once"},
          {batch, "it is not averaged, where the loss is a mean over the batch"}};
}

bool close(double actual, double expected) {
  return std::abs(actual - expected) <= 1e-9 * std::abs(expected) + 1e-12;
}

bool at_a_corner(const ErrorCurve& curve, double error) {
  return error == 0.0 || error == curve.low || error == curve.high || std::abs(error) == 1.0;
}

struct Point {
  const ErrorCurve* curve;
  std::size_t index;
};

// Returns the first point at which the curves are not `factor` times this kind, or nullopt.
std::optional<Point> first_difference(const std::vector<ErrorCurve>& curves, const CurveKind& kind,
                                      double factor, bool skip_corners) {
  for (const ErrorCurve& curve : curves) {
    for (std::size_t i = 0; i < curve.errors.size(); ++i) {
      if (skip_corners && at_a_corner(curve, curve.errors[i])) continue;
      const double expected = factor * kind.slope(curve.errors[i], curve.low, curve.high);
      if (!close(curve.slopes[i], expected)) return Point{&curve, i};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> what_is_wrong(const std::vector<ErrorCurve>& curves, const CurveKind& right,
                                         bool right_at_ends, const std::vector<CurveKind>& wrong,
                                         const std::string& layer) {
  const auto difference = first_difference(curves, right, 1.0, !right_at_ends);
  if (!difference) return std::nullopt;
  for (const Factor& factor : factors(curves.front())) {
    if (!factor.words.empty() && !first_difference(curves, right, factor.value, true)) {
      return fmt::format("The gradient of your {} has the right shape, but {}.", layer, factor.words);
    }
    for (const CurveKind& kind : wrong) {
      if (first_difference(curves, kind, factor.value, true)) continue;
      return fmt::format("The gradient of your {} {}{}.", layer, kind.sentence,
                         factor.words.empty() ? "" : "; besides, " + factor.words);
    }
  }
  const ErrorCurve& curve = *difference->curve;
  const double error = curve.errors[difference->index];
  const auto [yours, expected] =
      format_apart(curve.slopes[difference->index], right.slope(error, curve.low, curve.high));
  return fmt::format("At a TD error of {} the slope of your {} with ends {} and {} is {}, expected {}.",
                     error, layer, curve.low, curve.high, yours, expected);
}

}  // namespace grader
