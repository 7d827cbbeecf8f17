#include "grader/scenarios/question.hpp"

#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr int kDigits = 3;

}  // namespace

std::string Question::form() const {
  if (!choices.empty()) return "one of: " + join(choices);
  return unit.empty() ? "a number" : "a number, in " + unit;
}

std::string Question::shown(double answer) const {
  if (!choices.empty()) {
    const bool known = answer >= 0.0 && answer < static_cast<double>(choices.size());
    return known ? choices[static_cast<std::size_t>(answer)] : "none of the choices";
  }
  return format_number(answer, kDigits) + (unit.empty() ? "" : ' ' + unit);
}

bool Question::near(double predicted, double measured) const {
  if (!choices.empty()) return predicted == measured;
  if (std::abs(predicted - measured) <= within) return true;
  const double ratio = predicted / measured;
  const double most = factor * (1.0 + 1e-9);  // 1e-5 / 1e-6 is a little more than 10
  return ratio <= most && ratio >= 1.0 / most;
}

}  // namespace grader
