#include "grader/checks/localise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/changed_factor.hpp"
#include "grader/checks/changed_term.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/one_change.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/regime.hpp"
#include "grader/checks/resemblance.hpp"
#include "grader/checks/uniform.hpp"
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

std::string by_picked_elements(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return picked_elements(gradient);
}

std::string by_one_change(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return one_change(gradient);
}

std::string by_steps(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return shares_of_steps(gradient);
}

std::string by_factor(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return changed_factor(gradient);
}

std::string by_term(const JudgedGradient& gradient, const Cases&, const JudgedCase& shown) {
  return changed_term(gradient, shown);
}

std::string by_one_too_many(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return one_tensor_too_many(gradient);
}

std::string by_wrong_term(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return term_that_is_wrong(gradient);
}

std::string by_regime(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return regime_of_elements(gradient);
}

std::string another_factor_in_each_case(const JudgedGradient& gradient, const Cases&,
                                        const JudgedCase& shown) {
  return another_factor(gradient, shown);
}

std::string factor_where_wrong(const JudgedGradient& gradient, const Cases&, const JudgedCase& shown) {
  return one_factor_where_wrong(gradient, shown);
}

// Claims about places need this many cases that tell them from other claims.
constexpr std::size_t kTelling = 2;

// Says that the rows are right whose index does not occur in an input that counts the axis.
std::string rows_that_occur(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    for (const InputSpec& input : gradient.op.inputs) {
      if (!input.integer || input.below != gradient.shape[axis]) continue;
      std::size_t telling = 0;
      const bool holds = in_all(cases, [&](const JudgedCase& judged) {
        const std::vector<int> count = occurrences_in(input, judged, axis);
        const std::vector<bool> wrong = wrong_slices(judged, axis);
        const std::vector<bool> tells = telling_slices(judged, axis);
        bool some_right = false;
        for (std::size_t i = 0; i < wrong.size(); ++i) {
          if (wrong[i] && count[i] == 0) return false;
          some_right |= count[i] == 0 && tells[i];
        }
        telling += some_right;
        return true;
      });
      if (holds && telling >= kTelling) {
        return fmt::format("{} is wrong only in rows whose index occurs in {}, and right in all others.",
                           gradient.name, input.name);
      }
    }
  }
  return {};
}

std::string repeated_rows(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    std::size_t telling = 0;
    const bool holds =
        std::all_of(gradient.cases.begin(), gradient.cases.end(), [&](const JudgedCase& judged) {
          const auto count = occurrences(gradient, judged, axis);
          if (!count) return false;
          const std::vector<bool> wrong = wrong_slices(judged, axis);
          for (std::size_t i = 0; i < wrong.size(); ++i) {
            if (wrong[i] != ((*count)[i] > 1)) return false;
          }
          // An index that occurs once and is right tells it from all indices that occur.
          const bool once = std::find(count->begin(), count->end(), 1) != count->end();
          telling += once && is_wrong(judged);
          return true;
        });
    if (holds && telling >= kTelling) {
      return fmt::format(
          "{} is wrong just where an index occurs more than once: does each occurrence add its share there?",
          gradient.name);
    }
  }
  return {};
}

struct SlicePattern {
  const char* text;  // a format of the gradient's name and the slice's word
  std::function<bool(const std::vector<bool>&)> holds;
  bool of_last = false;        // the last index is told from a fixed one only where sizes differ
  bool break_in_time = false;  // along T it is what time_sentence says already
  bool others_wrong = false;   // "right in one only": nothing may be right in the others
};

// Returns whether each slice with a wrong element is wrong throughout. What is 0, or nearly so, says nothing:
// a wrong formula is within the tolerance there as well.
bool others_are_wrong(const JudgedCase& judged, std::size_t axis) {
  constexpr double kWellAbove = 1e3;
  const std::vector<bool> slices = wrong_slices(judged, axis);
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (!slices[coordinates(judged.actual.shape, i).at(axis)] || wrong[i]) continue;
    if (std::abs(judged.expected.lower.values[i]) > kWellAbove * judged.expected.allowed(i)) return false;
  }
  return true;
}

std::vector<bool> only(std::size_t size, std::size_t index, bool value) {
  std::vector<bool> slices(size, !value);
  slices[index] = value;
  return slices;
}

const std::vector<SlicePattern>& slice_patterns() {
  using Slices = std::vector<bool>;
  static const std::vector<SlicePattern> patterns = {
      {"{} is right except in the last {}.",
       [](const Slices& s) { return s == only(s.size(), s.size() - 1, true); }, true},
      {"{} is right except in the first {}.", [](const Slices& s) { return s == only(s.size(), 0, true); }},
      {"{} is right in the last {} only.",
       [](const Slices& s) { return s == only(s.size(), s.size() - 1, false); }, true, true, true},
      {"{} is right in the first {} only.", [](const Slices& s) { return s == only(s.size(), 0, false); },
       false, false, true},
  };
  return patterns;
}

std::string slices_along_an_axis(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    std::multiset<std::size_t> sizes;  // with two slices, any wrong one is the first or the last
    for (const JudgedCase* judged : cases) {
      if (judged->actual.shape.at(axis) > 2) sizes.insert(judged->actual.shape[axis]);
    }
    if (sizes.size() < kTelling) continue;
    const bool sizes_differ = *sizes.begin() != *sizes.rbegin();
    const bool through_time = gradient.op.back_in_time && gradient.shape[axis] == "T";
    for (const SlicePattern& pattern : slice_patterns()) {
      if ((through_time && pattern.break_in_time) || (pattern.of_last && !sizes_differ)) continue;
      const bool holds = in_all(cases, [&](const JudgedCase& judged) {
        return pattern.holds(wrong_slices(judged, axis)) &&
               (!pattern.others_wrong || others_are_wrong(judged, axis));
      });
      if (!holds) continue;
      return fmt::format(fmt::runtime(pattern.text), gradient.name, slice_word(gradient.shape, axis));
    }
  }
  return {};
}

// The parts that are right must say something in at least two wrong cases.
std::string gates_that_are_wrong(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    const std::vector<std::string> gates = gates_along(gradient.shape[axis]);
    if (gates.empty()) continue;
    std::vector<std::size_t> wrong_in(gates.size()), right_in(gates.size());
    for (const JudgedCase* judged : cases) {
      const std::vector<bool> wrong = in_parts(wrong_slices(*judged, axis), gates.size());
      const std::vector<bool> tells = in_parts(telling_slices(*judged, axis), gates.size());
      for (std::size_t i = 0; i < gates.size(); ++i) {
        wrong_in[i] += wrong[i];
        right_in[i] += !wrong[i] && tells[i];
      }
    }
    std::vector<std::string> names;
    bool all_tell = true;
    for (std::size_t i = 0; i < gates.size(); ++i) {
      if (wrong_in[i] > 0) {
        names.push_back(gates[i]);
      } else {
        all_tell = all_tell && right_in[i] >= kTelling;
      }
    }
    if (names.size() == gates.size() || !all_tell) continue;
    return fmt::format("{} is right except in the {} of {} ({} lie side by side in it).", gradient.name,
                       names.size() == 1 ? "part" : "parts", enumerated(names), join(gates));
  }
  return {};
}

// Returns whether some element should not be 0, and is right.
bool some_pass(const JudgedCase& judged) {
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (!wrong[i] && !expects_zero(judged, i)) return true;
  }
  return false;
}

// Where every element should be 0, nothing tells a missing mask from any other mistake.
std::string missing_mask(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown) {
  const auto telling = static_cast<std::size_t>(
      std::count_if(cases.begin(), cases.end(), [](const JudgedCase* judged) { return some_pass(*judged); }));
  if (telling < kTelling || !some_pass(shown)) return {};
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
    return all_wrong_elements(judged, [&](std::size_t i) { return judged.actual.values[i] == 0.0; });
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

// Says in which cases the answer is wrong when nothing tells which elements are.
std::string by_cases(const JudgedGradient& gradient) {
  const std::string regime = regime_of_cases(gradient);
  return regime.empty() ? share_of_right(gradient) : regime;
}

// Appends what is different there, where the formulas say it.
std::string with_change(const std::string& place, const JudgedGradient& gradient, const JudgedCase& shown) {
  std::string more = changed_factor(gradient);
  if (more.empty()) more = changed_term(gradient, shown);
  return more.empty() ? place : place + " " + more;
}

// Returns one sentence or two that explain everything that is wrong, or nothing.
Explanation explain(const JudgedGradient& gradient, const JudgedCase& shown) {
  constexpr bool kLeads = true;
  if (std::string digits = last_digits(gradient, shown); !digits.empty()) return {digits, kLeads};
  if (std::string other = resemblance(gradient); !other.empty()) return {other, kLeads};
  if (largest_magnitude(shown.actual) == 0.0) {
    if (std::string zero = where_zero(gradient); !zero.empty()) return {zero, kLeads};
    const std::string regime = regime_of_elements(gradient);
    return {regime.empty() ? by_cases(gradient) : regime};
  }
  if (std::string factor = one_factor(gradient, shown); !factor.empty()) return {factor, kLeads};
  const Cases cases = wrong_cases(gradient);
  for (const auto say : {turned_signs, repeated_rows, gates_that_are_wrong, slices_along_an_axis,
                         missing_mask, too_much_masked}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty())
      return {with_change(sentence, gradient, shown), kLeads};
  }
  for (const auto say : {factor_where_wrong, by_one_change, by_steps, by_factor, by_term, by_one_too_many}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty()) return {sentence, kLeads};
  }
  for (const auto say : {by_picked_elements, rows_that_occur, by_wrong_term}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty()) return {sentence, kLeads};
  }
  for (const auto say :
       {by_regime, another_factor_in_each_case, factor_of_each_slice, offset_of_each_slice}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty()) return {sentence};
  }
  if (std::string factor = one_factor_here(gradient, shown); !factor.empty()) return {factor};
  if (std::string places = places_here(gradient, shown); !places.empty()) return {places};
  return {by_cases(gradient)};
}

}  // namespace

Explanation explanation_of(const JudgedGradient& gradient, const JudgedCase& shown) {
  Explanation explanation = explain(gradient, shown);
  if (!explanation.text.empty()) explanation.text.insert(0, " ");
  return explanation;
}

std::string quoted_of_another(const std::string& other, const Explanation& explanation, bool same_case) {
  if (!explanation.leads) return {};
  const bool of_its_case = explanation.text.find(" here") != std::string::npos ||
                           explanation.text.find(" Here ") != std::string::npos;
  return of_its_case && !same_case ? "" : fmt::format(" More is known of {}.{}", other, explanation.text);
}

}  // namespace grader
