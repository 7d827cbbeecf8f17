#include "grader/checks/localise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/changed_factor.hpp"
#include "grader/checks/changed_term.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/one_change.hpp"
#include "grader/checks/own_product.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/regime.hpp"
#include "grader/checks/resemblance.hpp"
#include "grader/checks/right_cases.hpp"
#include "grader/checks/slice_numbers.hpp"
#include "grader/checks/uniform.hpp"
#include "grader/checks/wrong_cases.hpp"
#include "grader/checks/wrong_places.hpp"
#include "grader/checks/wrong_slices.hpp"

namespace grader {

namespace {

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

std::string by_own_product(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return own_product(gradient);
}

std::string by_term(const JudgedGradient& gradient, const Cases&, const JudgedCase& shown) {
  return changed_term(gradient, shown);
}

std::string by_one_too_many(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  return one_tensor_too_many(gradient);
}

std::string by_wrong_term(const JudgedGradient& gradient, const Cases&, const JudgedCase& shown) {
  return term_that_is_wrong(gradient, shown);
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
  if (telling < kTellingCases || !some_pass(shown)) return {};
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

// Appends which inputs are wrong, where one thing sets them apart: what is seen in one of them says less.
std::string with_cases(const std::string& here, const JudgedGradient& gradient) {
  std::string which = regime_of_cases(gradient);
  if (which.empty()) which = share_set_apart(gradient);
  return which.empty() ? here : here + " " + which;
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
  for (const auto say :
       {factor_where_wrong, by_one_change, by_steps, by_factor, by_own_product, by_term, by_one_too_many}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty()) return {sentence, kLeads};
  }
  for (const auto say : {by_picked_elements, rows_that_occur, by_wrong_term}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty()) return {sentence, kLeads};
  }
  for (const auto say :
       {by_regime, another_factor_in_each_case, factor_of_each_slice, offset_of_each_slice}) {
    if (std::string sentence = say(gradient, cases, shown); !sentence.empty()) return {sentence};
  }
  for (const auto say : {one_factor_here, places_here}) {
    if (std::string here = say(gradient, shown); !here.empty()) return {with_cases(here, gradient)};
  }
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
