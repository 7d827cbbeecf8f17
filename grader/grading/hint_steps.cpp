#include "grader/grading/hint_steps.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "grader/base/numbers.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

constexpr double kMove = 1e-4;  // relative to the element, or absolute for a small one
constexpr double kTelling = 20.0;
constexpr double kAgreement = 1e-2;    // of the quotient with the right gradient, relative to the latter
constexpr std::size_t kMostTries = 8;  // elements
constexpr int kDigits = 10;            // of the loss: enough to show the change
constexpr int kMostDigits = 17;
constexpr int kGradientDigits = 5;

double loss_of(const Tensors& outputs, const Tensors& upstream) {
  double loss = 0.0;
  for (const auto& [name, u] : upstream) {
    const auto output = outputs.find(name);
    if (output == outputs.end() || output->second.values.size() != u.values.size()) return std::nan("");
    for (std::size_t i = 0; i < u.values.size(); ++i) loss += u.values[i] * output->second.values[i];
  }
  return loss;
}

// Returns the offsets of the elements that are most wrong, the worst first.
std::vector<std::size_t> most_wrong(const Tensor& actual, const Expected& expected) {
  std::vector<std::pair<double, std::size_t>> errors;
  for (std::size_t i = 0; i < actual.values.size(); ++i) {
    const double value = actual.values[i];
    const double right = std::isnan(value)
                             ? expected.lower.values[i]
                             : std::clamp(value, expected.lower.values[i], expected.upper.values[i]);
    const double error = std::isfinite(value) ? std::abs(value - right) : HUGE_VAL;
    if (!(error <= expected.allowed(i))) errors.emplace_back(-error, i);
  }
  std::ranges::sort(errors);
  std::vector<std::size_t> offsets;
  for (const auto& [error, i] : errors) {
    if (offsets.size() < kMostTries) offsets.push_back(i);
  }
  return offsets;
}

// Writes two sums with as many digits as it takes to find their difference from what is written.
std::pair<std::string, std::string> with_their_difference(double a, double b) {
  constexpr double kShare = 1e-4;
  for (int digits = kDigits;; ++digits) {
    const std::string first = format_number(a, digits), second = format_number(b, digits);
    const double difference = std::strtod(first.c_str(), nullptr) - std::strtod(second.c_str(), nullptr);
    if (digits == kMostDigits || std::abs(difference - (a - b)) <= kShare * std::abs(a - b))
      return {first, second};
  }
}

// Writes two slopes with as many digits as it takes to see that they differ.
std::pair<std::string, std::string> told_apart(double a, double b) {
  for (int digits = kGradientDigits;; ++digits) {
    const std::string first = format_number(a, digits), second = format_number(b, digits);
    if (first != second || digits == kMostDigits) return {first, second};
  }
}

std::string element(const std::string& name, const Tensor& tensor, std::size_t i) {
  if (tensor.shape.empty()) return name;
  return fmt::format("{}({})", name, fmt::join(coordinates(tensor.shape, i), ", "));
}

}  // namespace

std::string idea_of(const Op& op, const CheckSpec& check, const std::optional<Mistake>& mistake) {
  std::string text = fmt::format("{} computes {}.", op.name, op.summary);
  if (check.kind == Kind::gradient) {
    const std::string d = gradient_name(check.gradient);
    text += fmt::format(
        " {0} says, element by element, how much the sum over all outputs of output times upstream gradient "
        "changes when that element of {1} moves: it collects one product, upstream gradient times local "
        "slope, "
        "for every output that the element reaches.",
        d, check.gradient);
  }
  if (mistake && !mistake->belief.empty())
    text += " Behind answers like yours there may be this belief, which is wrong here: \"" + mistake->belief +
            "\"";
  return text;
}

std::optional<std::string> worked_example(const Op& op, Subject& subject, const CaseTranscript& entry,
                                          const CheckSpec& check) {
  if (check.kind != Kind::gradient) return std::nullopt;
  const auto input = entry.the_case.inputs.find(check.gradient);
  const auto answer = entry.b_u.find(check.gradient);
  if (input == entry.the_case.inputs.end() || answer == entry.b_u.end()) return std::nullopt;
  const Expected expected = expected_gradients(op, entry).at(check.gradient);
  if (answer->second.shape != expected.lower.shape ||
      answer->second.values.size() != expected.lower.values.size())
    return std::nullopt;

  const double before = loss_of(subject.start(op, entry.the_case)->outputs, entry.u);
  for (const std::size_t i : most_wrong(answer->second, expected)) {
    Case moved = entry.the_case;
    double& value = moved.inputs.at(check.gradient).values[i];
    const double from = value;
    value += kMove * std::max(1.0, std::abs(from));
    const double to = value;
    const double after = loss_of(subject.start(op, moved)->outputs, entry.u);
    const double slope = (after - before) / (to - from);
    const double right = expected.lower.values[i];
    if (!(std::abs(slope - right) <= kAgreement * std::abs(right)) || right == 0.0) continue;
    // An example shows what is wrong only where its own error is much smaller, and where one answer is right.
    if (std::abs(answer->second.values[i] - right) <= kTelling * std::abs(slope - right)) continue;
    if (expected.upper.values[i] != right) continue;
    // At a kink the slope to the other side is another, and one side proves nothing.
    Case back = entry.the_case;
    double& lower = back.inputs.at(check.gradient).values[i];
    lower -= to - from;
    const double slope_back = (before - loss_of(subject.start(op, back)->outputs, entry.u)) / (from - lower);
    if (!(std::abs(slope_back - right) <= kAgreement * std::abs(right))) continue;
    const auto [sum_after, sum_before] = with_their_difference(after, before);
    const auto [found, yours] = told_apart(slope, answer->second.values[i]);
    const std::string x = element(check.gradient, input->second, i);
    const std::string dx = element(gradient_name(check.gradient), input->second, i);
    return fmt::format(
        "An example, with inputs of kind \"{}\" (case seed {}): the sum of all "
        "outputs times their upstream gradients is {}. Move {} from {} to {} and leave the rest: by your own "
        "forward pass the sum is {}. So {} must be about ({} - {}) / {} = {}. Yours is {}.",
        entry.probe, entry.seed, sum_before, x, format_number(from, 8), format_number(to, 8), sum_after, dx,
        sum_after, sum_before, format_number(to - from, 5), found, yours);
  }
  return std::nullopt;
}

}  // namespace grader
