#include "grader/checks/wrong_places.hpp"

#include <algorithm>
#include <cmath>

#include "grader/checks/right_answers.hpp"

namespace grader {

std::vector<bool> wrong_places(const Tensor& actual, const Expected& expected) {
  std::vector<bool> wrong(actual.values.size());
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const double value = actual.values[i];
    const double right = std::clamp(value, expected.lower.values[i], expected.upper.values[i]);
    wrong[i] = !(std::abs(value - right) <= expected.allowed(i));
  }
  return wrong;
}

std::vector<bool> wrong_slices(const JudgedCase& judged, std::size_t axis) {
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  std::vector<bool> slices(judged.actual.shape.at(axis), false);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (wrong[i]) slices[coordinates(judged.actual.shape, i).at(axis)] = true;
  }
  return slices;
}

std::vector<bool> telling_slices(const JudgedCase& judged, std::size_t axis) {
  std::vector<bool> slices(judged.actual.shape.at(axis), false);
  for (std::size_t i = 0; i < judged.expected.lower.values.size(); ++i) {
    if (std::abs(judged.expected.lower.values[i]) > judged.expected.allowed(i))
      slices[coordinates(judged.actual.shape, i).at(axis)] = true;
  }
  return slices;
}

bool is_wrong(const JudgedCase& judged) { return !compare(judged.actual, judged.expected).right(); }

bool is_interval(const JudgedCase& judged) {
  return judged.expected.lower.values != judged.expected.upper.values;
}

bool is_judged_by_reference(const JudgedGradient& gradient) {
  return std::ranges::all_of(gradient.cases,
                             [](const JudgedCase& judged) { return judged.entry->right->are_worked_out(); });
}

bool is_telling(const JudgedCase& judged) {
  for (std::size_t i = 0; i < judged.expected.lower.values.size(); ++i) {
    if (std::abs(judged.expected.lower.values[i]) > judged.expected.allowed(i)) return true;
  }
  return false;
}

std::vector<int> occurrences_in(const InputSpec& input, const JudgedCase& judged, std::size_t axis) {
  std::vector<int> count(judged.actual.shape.at(axis), 0);
  for (const double value : judged.entry->the_case.inputs.at(input.name).values)
    ++count.at(static_cast<std::size_t>(value));
  return count;
}

std::optional<std::vector<int>> occurrences(const JudgedGradient& gradient, const JudgedCase& judged,
                                            std::size_t axis) {
  std::optional<std::vector<int>> most;
  for (const InputSpec& input : gradient.op.inputs) {
    if (!input.integer || input.below != gradient.shape.at(axis)) continue;
    const std::vector<int> count = occurrences_in(input, judged, axis);
    if (!most) most.emplace(count.size(), 0);
    for (std::size_t i = 0; i < count.size(); ++i) (*most)[i] = std::max((*most)[i], count[i]);
  }
  return most;
}

}  // namespace grader
