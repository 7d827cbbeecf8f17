#include "grader/checks/slice_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/comparison.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// A factor or an offset of an element. In the patterns below it is the same for all elements of a slice and
// differs between the slices of one axis.
using OfElement = std::function<std::optional<double>(const JudgedCase&, std::size_t)>;

bool constant_in_slices(const JudgedCase& judged, std::size_t axis, const OfElement& of_element) {
  std::vector<std::optional<double>> seen(judged.actual.shape.at(axis));
  std::vector<int> count(seen.size(), 0);
  for (std::size_t i = 0; i < judged.actual.values.size(); ++i) {
    const auto value = of_element(judged, i);
    if (!value) continue;
    std::optional<double>& first = seen[coordinates(judged.actual.shape, i).at(axis)];
    ++count[coordinates(judged.actual.shape, i).at(axis)];
    if (!first) first = value;
    if (!(std::abs(*value - *first) <= 1e-6 * std::max({std::abs(*value), std::abs(*first), 1e-3})))
      return false;
  }
  return std::all_of(count.begin(), count.end(), [](int n) { return n == 0 || n > 1; });
}

bool is_zero(const JudgedCase& judged, std::size_t i) {
  return std::abs(judged.actual.values[i]) <= judged.expected.allowed(i);
}

std::optional<double> factor(const JudgedCase& judged, std::size_t i) {
  if (expects_zero(judged, i) && is_zero(judged, i)) return std::nullopt;
  return judged.actual.values[i] / judged.expected.lower.values[i];
}

std::optional<double> offset(const JudgedCase& judged, std::size_t i) {
  return judged.actual.values[i] - judged.expected.lower.values[i];
}

// Returns whether the largest offset is large enough for equal ones to be seen as equal.
bool is_well_above_noise(const JudgedCase& judged) {
  constexpr double kWellAbove = 1e4;
  const Comparison comparison = compare(judged.actual, judged.expected);
  return comparison.worst.error >= kWellAbove * comparison.worst.tolerance;
}

// The least and the largest value of a case; NaN-free, since all answers are finite.
std::optional<std::pair<double, double>> range_of(const JudgedCase& judged, const OfElement& of_element) {
  std::optional<std::pair<double, double>> range;
  for (std::size_t i = 0; i < judged.actual.values.size(); ++i) {
    const auto value = of_element(judged, i);
    if (!value) continue;
    if (!range) range.emplace(*value, *value);
    range->first = std::min(range->first, *value);
    range->second = std::max(range->second, *value);
  }
  return range;
}

bool differs(const std::pair<double, double>& range) {
  return !(range.second - range.first <= 1e-6 * std::max(std::abs(range.first), std::abs(range.second)));
}

// Returns the first axis along which the factors or offsets of every wrong case are those of a whole slice.
std::optional<std::size_t> axis_of_slices(const JudgedGradient& gradient, const Cases& cases,
                                          const OfElement& of_element) {
  if (gradient.shape.size() < 2) return std::nullopt;
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    Cases telling;  // a slice of one element is always constant
    std::copy_if(cases.begin(), cases.end(), std::back_inserter(telling), [&](const JudgedCase* judged) {
      return judged->actual.values.size() > judged->actual.shape.at(axis);
    });
    if (telling.empty()) continue;
    if (in_all(telling,
               [&](const JudgedCase& judged) { return constant_in_slices(judged, axis, of_element); }))
      return axis;
  }
  return std::nullopt;
}

}  // namespace

std::string factor_of_each_slice(const JudgedGradient& gradient, const Cases& cases,
                                 const JudgedCase& shown) {
  const auto axis = axis_of_slices(gradient, cases, factor);
  const auto range = range_of(shown, factor);
  if (!axis || !range || !differs(*range)) return {};
  return fmt::format(
      "{} is off by a factor that differs from one {} to the next, between {} and {} here: is a factor "
      "missing, or applied twice?",
      gradient.name, slice_word(gradient.shape, *axis), format_number(range->first, 4),
      format_number(range->second, 4));
}

std::string offset_of_each_slice(const JudgedGradient& gradient, const Cases& cases,
                                 const JudgedCase& shown) {
  const auto range = range_of(shown, offset);
  if (!range || shown.actual.values.size() < 2 || !in_all(cases, is_well_above_noise)) return {};
  if (!differs(*range)) {
    const bool holds = in_all(cases, [](const JudgedCase& judged) {
      const auto own = range_of(judged, offset);
      return own && !differs(*own);
    });
    if (!holds) return {};
    return fmt::format("{} is off by the same amount in every element, {} here: is a path missing?",
                       gradient.name, format_number(range->first, 4));
  }
  const auto axis = axis_of_slices(gradient, cases, offset);
  if (!axis) return {};
  return fmt::format("{} is off by an amount that is the same for all elements of one {}: is a path missing?",
                     gradient.name, slice_word(gradient.shape, *axis));
}

}  // namespace grader
