#include "grader/checks/localise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "grader/checks/finding.hpp"
#include "grader/checks/ratio.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

using Cases = std::vector<const JudgedCase*>;

Cases wrong_cases(const JudgedGradient& gradient) {
  Cases wrong;
  for (const JudgedCase& judged : gradient.cases) {
    if (is_wrong(judged)) wrong.push_back(&judged);
  }
  return wrong;
}

bool in_all(const Cases& cases, const std::function<bool(const JudgedCase&)>& holds) {
  return std::all_of(cases.begin(), cases.end(), [&](const JudgedCase* judged) { return holds(*judged); });
}

bool expects_zero(const JudgedCase& judged, std::size_t i) {
  return std::abs(judged.expected.lower.values[i]) <= judged.expected.allowed(i);
}

bool is_zero(const JudgedCase& judged, std::size_t i) {
  return std::abs(judged.actual.values[i]) <= judged.expected.allowed(i);
}

// Returns whether `is_so` holds for every wrong element of a case.
bool all_wrong_elements(const JudgedCase& judged, const std::function<bool(std::size_t)>& is_so) {
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (wrong[i] && !is_so(i)) return false;
  }
  return true;
}

// "dx is 4 times too large; N is 4."
std::string constant_factor(const JudgedGradient& gradient, const Cases&, const JudgedCase& shown) {
  if (!constant_ratio(shown.actual, shown.expected)) return {};
  std::vector<RatioSample> samples;
  for (const JudgedCase& judged : gradient.cases) {
    if (const auto ratio = constant_ratio(judged.actual, judged.expected)) {
      samples.push_back({*ratio, symbol_sizes(gradient.op, judged.entry->the_case)});
    }
  }
  const auto name = name_of_ratio(samples);
  if (!name) return {};
  if (*name == "-1") return "Every element has the wrong sign.";
  std::string where;
  for (const auto& [symbol, size] : symbol_sizes(gradient.op, shown.entry->the_case)) {
    if (name->find(symbol) == std::string::npos) continue;
    where += fmt::format("{}{} is {}", where.empty() ? "" : ", ", symbol, size);
  }
  return fmt::format("Every element is {} times what it should be{}.", *name,
                     where.empty() ? "" : " (" + where + " here)");
}

std::string turned_signs(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  const bool holds = in_all(cases, [](const JudgedCase& judged) {
    return all_wrong_elements(judged, [&](std::size_t i) {
      return std::abs(judged.actual.values[i] + judged.expected.lower.values[i]) <=
             judged.expected.allowed(i);
    });
  });
  return holds
             ? fmt::format("Every wrong element of {} has the right size and the wrong sign.", gradient.name)
             : "";
}

std::string repeated_rows(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    const bool holds = in_all(cases, [&](const JudgedCase& judged) {
      const auto repeated = repeated_values(gradient, judged, axis);
      return repeated && wrong_slices(judged, axis) == *repeated;
    });
    if (holds) {
      return fmt::format(
          "{} is wrong just where an index occurs more than once: is it overwritten there instead of added "
          "up?",
          gradient.name);
    }
  }
  return {};
}

// Returns the report's word for a slice along an axis: "batch row", "time step".
std::string slice_word(const std::string& symbol) {
  if (symbol == "N") return "batch row";
  if (symbol == "T") return "time step";
  return "index along " + symbol;
}

struct SlicePattern {
  const char* text;  // a format of the gradient's name and the slice's word
  std::function<bool(const std::vector<bool>&)> holds;
};

std::vector<bool> only(std::size_t size, std::size_t index, bool value) {
  std::vector<bool> slices(size, !value);
  slices[index] = value;
  return slices;
}

const std::vector<SlicePattern>& slice_patterns() {
  using Slices = std::vector<bool>;
  static const std::vector<SlicePattern> patterns = {
      {"{} is right except in the last {}.",
       [](const Slices& s) { return s == only(s.size(), s.size() - 1, true); }},
      {"{} is right except in the first {}.", [](const Slices& s) { return s == only(s.size(), 0, true); }},
      {"{} is right in the last {} only.",
       [](const Slices& s) { return s == only(s.size(), s.size() - 1, false); }},
      {"{} is right in the first {} only.", [](const Slices& s) { return s == only(s.size(), 0, false); }},
  };
  return patterns;
}

std::string slices_along_an_axis(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    Cases long_enough;  // with two slices, any wrong one is the first or the last
    std::copy_if(cases.begin(), cases.end(), std::back_inserter(long_enough),
                 [&](const JudgedCase* judged) { return judged->actual.shape.at(axis) > 2; });
    if (long_enough.empty()) continue;
    for (const SlicePattern& pattern : slice_patterns()) {
      if (!in_all(long_enough,
                  [&](const JudgedCase& judged) { return pattern.holds(wrong_slices(judged, axis)); }))
        continue;
      return fmt::format(fmt::runtime(pattern.text), gradient.name, slice_word(gradient.shape[axis]));
    }
  }
  return {};
}

std::string missing_mask(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  const bool holds = in_all(cases, [](const JudgedCase& judged) {
    return all_wrong_elements(judged, [&](std::size_t i) { return expects_zero(judged, i); });
  });
  return holds ? fmt::format(
                     "{} is right wherever it should not be 0: something has to be masked out of the rest.",
                     gradient.name)
               : "";
}

std::string too_much_masked(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  const bool holds = in_all(cases, [](const JudgedCase& judged) {
    return all_wrong_elements(judged, [&](std::size_t i) { return is_zero(judged, i); });
  });
  return holds ? fmt::format("{} is 0 in elements that should not be 0, and right in all others.",
                             gradient.name)
               : "";
}

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

std::optional<double> factor(const JudgedCase& judged, std::size_t i) {
  if (expects_zero(judged, i) && is_zero(judged, i)) return std::nullopt;
  return judged.actual.values[i] / judged.expected.lower.values[i];
}

std::optional<double> offset(const JudgedCase& judged, std::size_t i) {
  return judged.actual.values[i] - judged.expected.lower.values[i];
}

std::string by_slice(const JudgedGradient& gradient, const Cases& cases, const OfElement& of_element,
                     const char* text) {
  if (gradient.shape.size() < 2) return {};
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    Cases telling;  // a slice of one element is always constant
    std::copy_if(cases.begin(), cases.end(), std::back_inserter(telling), [&](const JudgedCase* judged) {
      return judged->actual.values.size() > judged->actual.shape.at(axis);
    });
    if (telling.empty()) continue;
    const auto holds = [&](const JudgedCase& judged) { return constant_in_slices(judged, axis, of_element); };
    if (in_all(telling, holds))
      return fmt::format(fmt::runtime(text), gradient.name, slice_word(gradient.shape[axis]));
  }
  return {};
}

std::string factor_of_each_slice(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  return by_slice(
      gradient, cases, factor,
      "{} is off by a factor that differs from one {} to the next: is a factor missing, or applied twice?");
}

std::string offset_of_each_slice(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  return by_slice(gradient, cases, offset,
                  "{} is off by an amount that is the same for all elements of one {}: is a path missing?");
}

}  // namespace

std::string explanation_of(const JudgedGradient& gradient, const JudgedCase& shown) {
  const Cases cases = wrong_cases(gradient);
  for (const auto explain : {constant_factor, turned_signs, repeated_rows, slices_along_an_axis, missing_mask,
                             too_much_masked, factor_of_each_slice, offset_of_each_slice}) {
    const std::string sentence = explain(gradient, cases, shown);
    if (!sentence.empty()) return " " + sentence;
  }
  return {};
}

}  // namespace grader
