#include "grader/checks/linearity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

// A law: the answer must be `a` b(u) + `c` b(v).
struct Law {
  double a;
  double c;
  const Tensors& answers;
};

constexpr int kFewestDigits = 4;
constexpr int kExactDigits = 17;

std::string number(double value, int digits = kFewestDigits) { return format_number(value, digits); }
std::string actual(const Worst& worst) { return number(worst.actual); }

// "goes from 0.5 to 0.25", or "stays 0.5".
std::string change(const std::string& before, const std::string& after) {
  return before == after ? "stays " + before : fmt::format("goes from {} to {}", before, after);
}

class Laws {
 public:
  Laws(const JudgedGradient& gradient, const JudgedCase& judged, const Tensor& scale_of_v)
      : name_(gradient.of),
        judged_(judged),
        scale_of_v_(scale_of_v),
        b_u_(judged.entry->b_u.at(name_)),
        b_v_(judged.entry->b_v.at(name_)) {}

  // Returns the worst element when the law fails. Answers that were not asked break no law.
  std::optional<Worst> broken(const Law& law) const {
    const auto answer = law.answers.find(name_);
    if (answer == law.answers.end() || answer->second.shape != b_u_.shape ||
        answer->second.values.size() != b_u_.values.size())
      return std::nullopt;
    const Tensor sum = combine(law.a, {{name_, b_u_}}, law.c, {{name_, b_v_}}).at(name_);
    // The answer is the sum of the terms |a| b(u) and |c| b(v).
    Tensor scale = judged_.expected.scale;
    for (std::size_t i = 0; i < scale.values.size(); ++i) {
      scale.values[i] = std::abs(law.a) * (scale.values[i] + std::abs(b_u_.values[i])) +
                        std::abs(law.c) * (scale_of_v_.values[i] + std::abs(b_v_.values[i]));
    }
    const Comparison comparison =
        compare(answer->second, {sum, sum, std::move(scale), judged_.expected.tolerance});
    if (comparison.right()) return std::nullopt;
    return comparison.worst;
  }

  std::string b_u(const Worst& worst) const { return number(b_u_.values[worst.offset]); }
  // "is 0.5 and 0.25 for each", with the digits that it takes to see that the rest of the sum is wrong.
  std::string each(const Worst& worst) const {
    return fmt::format("{} and {} for each", number(b_u_.values[worst.offset], digits(worst)),
                       number(b_v_.values[worst.offset], digits(worst)));
  }
  std::string sum(const Worst& worst) const { return number(worst.actual, digits(worst)); }
  // ", but at (0, 1) yours"
  std::string but_yours(const Worst& worst) const {
    return b_u_.shape.empty() ? ", but yours" : ", but at " + place_text(b_u_.shape, worst.offset) + " yours";
  }

 private:
  int digits(const Worst& worst) const {
    const double largest = std::max(
        {std::abs(b_u_.values[worst.offset]), std::abs(b_v_.values[worst.offset]), std::abs(worst.actual)});
    const double ratio = largest / std::abs(worst.expected - worst.actual);
    if (!std::isfinite(ratio) || ratio <= 0.0) return kFewestDigits;
    return std::clamp(2 + static_cast<int>(std::ceil(std::log10(ratio))), kFewestDigits, kExactDigits);
  }

  const std::string& name_;
  const JudgedCase& judged_;
  const Tensor& scale_of_v_;
  const Tensor& b_u_;
  const Tensor& b_v_;
};

// Each law by itself says more than the weighted sum, which follows from all of them.
std::string what_fails(const std::string& name, const Laws& laws, const CaseTranscript& entry,
                       const Worst& combined) {
  if (const auto worst = laws.broken({2.0, 0.0, entry.b_doubled})) {
    const bool square = !laws.broken({4.0, 0.0, entry.b_doubled});
    return fmt::format("Twice the upstream gradient must give twice {}{} {}{}", name, laws.but_yours(*worst),
                       change(laws.b_u(*worst), actual(*worst)),
                       square ? ", four times as much: is the upstream gradient multiplied in twice" : "");
  }
  if (const auto worst = laws.broken({-1.0, 0.0, entry.b_opposite})) {
    return fmt::format("The opposite upstream gradient must give the opposite {}{} {}", name,
                       laws.but_yours(*worst), change(laws.b_u(*worst), actual(*worst)));
  }
  if (const auto worst = laws.broken({1.0, 1.0, entry.b_sum})) {
    return fmt::format(
        "The sum of two upstream gradients must give the sum of what each gives{} is {}, and {} for their "
        "sum",
        laws.but_yours(*worst), laws.each(*worst), laws.sum(*worst));
  }
  return fmt::format(
      "The sum of {} times one upstream gradient and {} times another must give the same sum of what each "
      "gives{} is {}, and {} for that sum",
      format_number(entry.a, 4), format_number(entry.c, 4), laws.but_yours(combined), laws.each(combined),
      laws.sum(combined));
}

// Where u is 0 or thinned out and v is not, rounding is much larger for v. Golden answers know u alone, and
// their u and v are alike.
Tensor scale_for_v(const JudgedGradient& gradient, const JudgedCase& judged) {
  CaseQuestion question = *judged.entry;
  if (!question.right->are_worked_out()) return judged.expected.scale;
  question.u = question.v;
  Tensor scale = expected_gradients(gradient.op, question).at(gradient.of).scale;
  for (std::size_t i = 0; i < scale.values.size(); ++i)
    scale.values[i] = std::max(scale.values[i], judged.expected.scale.values[i]);
  return scale;
}

}  // namespace

std::optional<BrokenLinearity> broken_linearity(const JudgedGradient& gradient, const JudgedCase& judged) {
  const CaseTranscript& entry = *judged.entry;
  const Tensor& b_zero = entry.b_zero.at(gradient.of);
  const Tensor zero = Tensor::filled(judged.expected.lower.shape, 0.0);
  const Comparison at_zero = compare(b_zero, {zero, zero, zero, judged.expected.tolerance});
  if (!at_zero.right()) {
    return BrokenLinearity{
        fmt::format("{} is not 0 for an upstream gradient of zeros, but {}{}.", gradient.name,
                    actual(at_zero.worst),
                    zero.shape.empty() ? "" : " at " + place_text(zero.shape, at_zero.worst.offset)),
        "It must be a product with the upstream gradient.", false};
  }
  const Law sum = {entry.a, entry.c, entry.b_combined};
  if (!Laws(gradient, judged, judged.expected.scale).broken(sum)) return std::nullopt;
  const Tensor scale_of_v = scale_for_v(gradient, judged);
  const Laws laws(gradient, judged, scale_of_v);
  const auto combined = laws.broken(sum);
  if (!combined) return std::nullopt;
  std::string sentence = what_fails(gradient.name, laws, entry, *combined);
  sentence += sentence.ends_with(" twice") ? "?" : ".";
  return BrokenLinearity{fmt::format("{} is not linear in the upstream gradient.", gradient.name), sentence};
}

}  // namespace grader
