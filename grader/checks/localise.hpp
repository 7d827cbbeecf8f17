/// Says in words what a wrong answer looks like when no known mistake explains it: which tensor it is
/// instead, by which factor it is off, or which elements are wrong.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

struct Explanation {
  std::string text = {};
  /// Whether it leads to a place or a change in the formula. A regime or a share of the inputs does not.
  bool leads = false;
};

/// Returns a sentence or two with a blank before them, or nothing when there is nothing simple to say. What
/// they say holds in every case with a wrong answer, unless they say "here": then it holds in `shown`, the
/// case that the report shows, whose sizes and numbers it names. All answers must have the right shape and
/// finite values.
Explanation explanation_of(const JudgedGradient& gradient, const JudgedCase& shown);

/// Returns " More is known of dwx." and its explanation, for the report about another gradient or output.
/// Returns an empty text when the explanation leads nowhere, or when it says "here" and is not about the case
/// that the report shows.
std::string quoted_of_another(const std::string& other, const Explanation& explanation, bool same_case);

}  // namespace grader
