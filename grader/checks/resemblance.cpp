#include "grader/checks/resemblance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "grader/checks/finding.hpp"

namespace grader {

namespace {

using FromCase = std::function<std::optional<Tensor>(const JudgedCase&)>;

std::optional<Tensor> found_in(const Tensors& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) return std::nullopt;
  return found->second;
}

bool same_values(const Tensor& a, const Tensor& b) {
  if (a.shape != b.shape || a.values.size() != b.values.size()) return false;
  const double allowed = Tolerance{}.allowed(std::max(largest_magnitude(a), largest_magnitude(b)));
  return std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                    [&](double x, double y) { return std::abs(x - y) <= allowed; });
}

// Returns whether both are the same tensor in every case. Zeros and single numbers would prove nothing.
bool same_in_all(const JudgedGradient& gradient, const FromCase& one, const FromCase& other) {
  bool telling = false;
  for (const JudgedCase& judged : gradient.cases) {
    const auto a = one(judged);
    const auto b = other(judged);
    if (!a || !b || !same_values(*a, *b)) return false;
    telling = telling || (a->values.size() > 1 && largest_magnitude(*a) > 0.0);
  }
  return telling;
}

std::optional<Tensor> answer(const JudgedCase& judged) { return judged.actual; }
std::optional<Tensor> right_answer(const JudgedCase& judged) { return judged.expected.lower; }

std::string in_the_place_of_another(const JudgedGradient& gradient) {
  for (const std::string& other : gradient.others) {
    const FromCase right_other = [&](const JudgedCase& judged) {
      return std::optional(gradient.right_other(judged, other));
    };
    if (!same_in_all(gradient, answer, right_other)) continue;
    const std::string name = gradient.is_output ? other : gradient_name(other);
    const FromCase other_answer = [&](const JudgedCase& judged) {
      return found_in(gradient.is_output ? judged.entry->outputs : judged.entry->b_u, other);
    };
    if (same_in_all(gradient, other_answer, right_answer)) {
      return fmt::format(
          "Your {0} is what {1} should be, and your {1} is what {0} should be: in which order are "
          "they returned?",
          gradient.name, name);
    }
    return fmt::format(
        "Your {} is what {} should be: is it in the wrong place, or is a step between them missing?",
        gradient.name, name);
  }
  return {};
}

std::string as_handed_in(const JudgedGradient& gradient) {
  const auto unchanged = [&](const std::string& name) {
    return fmt::format("Your {} is {} as it was handed in, unchanged.", gradient.name, name);
  };
  for (const OutputSpec& output : gradient.op.outputs) {
    const FromCase upstream = [&](const JudgedCase& judged) {
      return found_in(judged.entry->u, output.name);
    };
    if (same_in_all(gradient, answer, upstream)) return unchanged(gradient_name(output.name));
  }
  for (const InputSpec& input : gradient.op.inputs) {
    const FromCase given = [&](const JudgedCase& judged) {
      return found_in(judged.entry->the_case.inputs, input.name);
    };
    if (same_in_all(gradient, answer, given)) return unchanged(input.name);
  }
  return {};
}

}  // namespace

std::string resemblance(const JudgedGradient& gradient) {
  const std::string other = in_the_place_of_another(gradient);
  return other.empty() ? as_handed_in(gradient) : other;
}

}  // namespace grader
