/// Explains a wrong answer that is wrong in the same way in every element: right but for its last digits,
/// zero, or off by one factor.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Says to how many digits the answer is right, when all that is wrong in any case is its last digits.
/// Structure that is guessed from such errors would be noise. Otherwise returns an empty string.
std::string last_digits(const JudgedGradient& gradient, const JudgedCase& shown);

/// Returns " (N is 4 here)" for the sizes and attributes that a factor's name mentions, or an empty string.
std::string sizes_named(const std::string& name, const JudgedGradient& gradient, const JudgedCase& shown);

/// Says for which inputs an answer of zeros is zero. `shown` must be zero. Returns an empty string when it is
/// zero in some cases for no simple reason.
std::string where_zero(const JudgedGradient& gradient);

/// Says by which factor every element is off, in symbols where these explain all cases, and otherwise as a
/// number. Returns an empty string unless one such factor explains every wrong case.
std::string one_factor(const JudgedGradient& gradient, const JudgedCase& shown);

/// Gives the factor in `shown` and another one, where every wrong case has a factor of its own and no symbol
/// explains them.
std::string another_factor(const JudgedGradient& gradient, const JudgedCase& shown);

/// Like one_factor, where the factor holds in `shown` but not in every wrong case.
std::string one_factor_here(const JudgedGradient& gradient, const JudgedCase& shown);

/// Says by which factor every wrong element is off, where others are right. Returns an empty string unless
/// one factor explains every wrong case.
std::string one_factor_where_wrong(const JudgedGradient& gradient, const JudgedCase& shown);

}  // namespace grader
