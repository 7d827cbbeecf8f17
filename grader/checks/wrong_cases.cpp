#include "grader/checks/wrong_cases.hpp"

#include <algorithm>
#include <cmath>

#include "grader/checks/wrong_places.hpp"

namespace grader {

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

}  // namespace grader
