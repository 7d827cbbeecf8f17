#include "grader/checks/gradient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/chain.hpp"
#include "grader/checks/comparison.hpp"
#include "grader/checks/evidence.hpp"
#include "grader/checks/judged.hpp"
#include "grader/checks/linearity.hpp"
#include "grader/checks/localise.hpp"
#include "grader/checks/numeric.hpp"
#include "grader/checks/regime.hpp"
#include "grader/checks/resemblance.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/checks/uniform.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

Tensor find(const Tensors& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  return found == tensors.end() ? Tensor{} : found->second;
}

Finding failed(const JudgedGradient& gradient, const JudgedCase& judged, const char* failing_class,
               std::string message, const Comparison* comparison = nullptr) {
  return {
      Status::fail,
      std::move(message),
      make_evidence(failing_class, gradient.name, *judged.entry, judged.expected, judged.actual, comparison),
      {}};
}

// Returns whether these values agree with the slope of the forward pass, or true when the slope cannot be
// taken.
bool agrees_with_slope(const JudgedGradient& gradient, const CaseTranscript& entry, const Tensor& values) {
  if (!gradient.has_slope || !entry.right->has_slope(gradient.op, entry)) return true;
  const auto clear = [&](double h) {
    return entry.right->stencil_is_clear(gradient.op, entry, gradient.of, h);
  };
  const auto test = adjoint_test(gradient.op, entry.the_case, gradient.of, entry.u, values,
                                 direction_seed(entry, gradient.of), clear, entry.tolerance);
  return !test || test->agrees();
}

// Returns what is wrong with the reference's gradient, as far as that can be seen. Returns nullopt when an
// answer may be blamed for being different.
std::optional<std::string> fault_of_reference(const JudgedGradient& gradient, const JudgedCase& judged) {
  const Tensor& right = judged.expected.lower;
  const auto input = judged.entry->the_case.inputs.find(gradient.of);
  if (input != judged.entry->the_case.inputs.end() && input->second.shape != right.shape)
    return "has the shape " + backprop::shape_text(right.shape);
  if (const auto problem = first_not_finite(right)) return "is " + *problem;
  if (!agrees_with_slope(gradient, *judged.entry, right))
    return "disagrees with the slope of the forward pass";
  return std::nullopt;
}

std::optional<Finding> reference_is_wrong(const JudgedGradient& gradient, const JudgedCase& judged) {
  const auto fault = fault_of_reference(gradient, judged);
  if (!fault) return std::nullopt;
  return Finding{
      Status::grader_error,
      fmt::format(
          "{0} is not judged: for inputs of kind \"{1}\" (case seed {2}) the {0} that the grader holds to "
          "be right {3}. That is an error of the grader.",
          gradient.name, judged.entry->probe, judged.entry->seed, *fault),
      {},
      {}};
}

std::vector<const Tensors*> all_answers(const CaseTranscript& entry) {
  return {&entry.b_u, &entry.b_v, &entry.b_combined, &entry.b_zero};
}

std::optional<Finding> check_shape(const JudgedGradient& gradient) {
  for (const JudgedCase& judged : gradient.cases) {
    const Shape& right = judged.expected.lower.shape;
    for (const Tensors* answer : all_answers(*judged.entry)) {
      const Tensor tensor = find(*answer, gradient.of);
      if (tensor.shape == right && tensor.values.size() == judged.expected.lower.values.size()) continue;
      if (auto ours = reference_is_wrong(gradient, judged)) return ours;
      Finding finding = failed(gradient, judged, "shape",
                               fmt::format("{} is {}, expected {}.", gradient.name, shape_text(tensor.shape),
                                           shape_with_symbols(right, gradient.shape)));
      if (!gradient.explained) return finding;
      if (const std::string other = resemblance(gradient); !other.empty()) {
        finding.explanation = " " + other;
      } else if (right.size() == 2 && tensor.shape == Shape{right[1], right[0]}) {
        finding.explanation = " That is the shape of its transpose.";
      }
      return finding;
    }
  }
  return std::nullopt;
}

// Returns whether some case has numbers only, and wrong ones.
bool wrong_where_finite(const JudgedGradient& gradient) {
  return std::any_of(gradient.cases.begin(), gradient.cases.end(), [&](const JudgedCase& judged) {
    const auto answers = all_answers(*judged.entry);
    const bool finite = std::none_of(answers.begin(), answers.end(), [&](const Tensors* answer) {
      return first_not_finite(find(*answer, gradient.of)).has_value();
    });
    return finite && !compare(judged.actual, judged.expected).right();
  });
}

// Returns ", where x is 0" when the answer to u is not finite just where its input is 0.
std::string where_input_is_zero(const JudgedGradient& gradient, const JudgedCase& judged) {
  const auto input = judged.entry->the_case.inputs.find(gradient.of);
  if (input == judged.entry->the_case.inputs.end() || input->second.shape != judged.actual.shape) return {};
  bool some = false;
  for (std::size_t i = 0; i < judged.actual.values.size(); ++i) {
    const bool zero = input->second.values[i] == 0.0;
    if (zero == std::isfinite(judged.actual.values[i])) return {};
    some = some || zero;
  }
  return some ? fmt::format(", where {} is 0", gradient.of) : "";
}

std::optional<Finding> check_finite(const JudgedGradient& gradient) {
  for (const JudgedCase& judged : gradient.cases) {
    for (const Tensors* answer : all_answers(*judged.entry)) {
      const auto problem = first_not_finite(find(*answer, gradient.of), gradient.shape);
      if (!problem) continue;
      return failed(
          gradient, judged, "finite",
          fmt::format("{} is {}{}.{}", gradient.name, *problem, where_input_is_zero(gradient, judged),
                      wrong_where_finite(gradient) ? " For other inputs it is finite, but wrong." : ""));
    }
  }
  return std::nullopt;
}

std::optional<Finding> check_linearity(const JudgedGradient& gradient) {
  for (const JudgedCase& judged : gradient.cases) {
    auto broken = broken_linearity(gradient, judged);
    if (!broken) continue;
    if (broken->by_scale) {  // the scale is the reference's
      if (auto ours = reference_is_wrong(gradient, judged)) return ours;
    }
    Finding finding = failed(gradient, judged, "linearity", std::move(broken->sentence));
    finding.detail = " " + broken->law;
    if (compare(judged.actual, judged.expected).right())
      finding.detail += " For the upstream gradient of this case alone it is right.";
    if (!gradient.explained) return finding;
    std::string where = resemblance(gradient);
    if (where.empty()) where = regime_of_elements(gradient);
    if (!where.empty()) finding.explanation = " " + where;
    return finding;
  }
  return std::nullopt;
}

Finding wrong_elements(const JudgedGradient& gradient, const JudgedCase& judged, const char* failing_class,
                       const Comparison& comparison) {
  const bool all_zero = largest_magnitude(judged.actual) == 0.0;
  const bool number = judged.actual.shape.empty();
  Finding finding = failed(gradient, judged, failing_class,
                           number     ? fmt::format("{} is {}.", gradient.name, all_zero ? "zero" : "wrong")
                           : all_zero ? fmt::format("{} is zero everywhere.", gradient.name)
                                      : fmt::format("{} is wrong in {} of {} elements.", gradient.name,
                                                    comparison.wrong, judged.actual.values.size()),
                           &comparison);
  if (!gradient.explained) return finding;
  Explanation explanation = explanation_of(gradient, judged);
  finding.explanation = std::move(explanation.text);
  finding.leads = explanation.leads;
  return finding;
}

std::optional<Finding> check_numeric(const JudgedGradient& gradient) {
  for (const JudgedCase& judged : gradient.cases) {
    if (agrees_with_slope(gradient, *judged.entry, judged.actual)) continue;
    if (auto ours = reference_is_wrong(gradient, judged)) return ours;
    const Comparison comparison = compare(judged.actual, judged.expected);
    // Rounding: it is further from the slope than from a reference that agrees with the slope.
    if (comparison.right()) continue;
    return wrong_elements(gradient, judged, "numeric", comparison);
  }
  return std::nullopt;
}

std::optional<Finding> check_reference(const JudgedGradient& gradient) {
  for (const JudgedCase& judged : gradient.cases) {
    const Comparison comparison = compare(judged.actual, judged.expected);
    if (comparison.right()) continue;
    if (auto ours = reference_is_wrong(gradient, judged)) return ours;
    return wrong_elements(gradient, judged, "reference", comparison);
  }
  return std::nullopt;
}

// Floats break linearity as well, by their last digits. That would be the wrong story.
std::optional<Finding> check_last_digits(const JudgedGradient& gradient) {
  for (const JudgedCase& judged : gradient.cases) {
    const Comparison comparison = compare(judged.actual, judged.expected);
    if (comparison.right()) continue;
    if (last_digits(gradient, judged).empty()) return std::nullopt;
    if (auto ours = reference_is_wrong(gradient, judged)) return ours;
    return wrong_elements(gradient, judged, "reference", comparison);
  }
  return std::nullopt;
}

std::optional<JudgedGradient> gradient_of(const Op& op, const std::string& name) {
  for (const InputSpec& input : op.inputs) {
    if (input.name == name) return JudgedGradient{op, name, gradient_name(name), input.shape, true, {}};
  }
  for (const NodeSpec& node : op.nodes) {
    if (node.name == name) return JudgedGradient{op, name, gradient_name(name), node.shape, false, {}};
  }
  return std::nullopt;
}

std::vector<std::string> names_of_gradients(const Op& op) {
  std::vector<std::string> names = op.gradients();
  for (const NodeSpec& node : op.nodes) names.push_back(node.name);
  return names;
}

bool is_about_elements(const std::string& failing_class) {
  return failing_class == "numeric" || failing_class == "reference";
}

Finding judge(const JudgedGradient& gradient) {
  for (const auto check :
       {check_shape, check_finite, check_last_digits, check_linearity, check_numeric, check_reference}) {
    if (auto finding = check(gradient)) return *finding;
  }
  return Finding::pass();
}

}  // namespace

ExpectedGradients::ExpectedGradients(const Op& op, const Transcript& planned)
    : op_(op), planned_(planned), of_case_(planned.size()) {}

const Expected& ExpectedGradients::at(std::size_t i, const std::string& name) {
  if (!of_case_.at(i)) {
    const CaseTranscript& entry = planned_.at(i);
    of_case_[i] = expected_gradients(op_, entry);
  }
  return of_case_[i]->at(name);
}

GradientChecks::GradientChecks(const Op& op, const Transcript& transcript, ExpectedGradients& expected,
                               Explain explain)
    : op_(op), transcript_(transcript), expected_(expected), explain_(explain) {}

JudgedGradient GradientChecks::gradient(const std::string& name, const std::vector<std::string>& probes) {
  JudgedGradient gradient = *gradient_of(op_, name);
  gradient.explained = explain_ == Explain::yes;
  for (std::size_t i = 0; i < transcript_.size(); ++i) {
    const CaseTranscript& entry = transcript_[i];
    if (!probes.empty() && std::find(probes.begin(), probes.end(), entry.probe) == probes.end()) continue;
    gradient.cases.push_back({&entry, expected_.at(i, name), find(entry.b_u, name), i});
  }
  if (!probes.empty()) {
    gradient.elsewhere = [this, name, probes] {
      std::vector<JudgedCase> cases;
      for (std::size_t i = 0; i < transcript_.size(); ++i) {
        const CaseTranscript& entry = transcript_[i];
        if (std::find(probes.begin(), probes.end(), entry.probe) == probes.end())
          cases.push_back({&entry, expected_.at(i, name), find(entry.b_u, name), i});
      }
      return cases;
    };
  }
  for (const std::string& other : names_of_gradients(op_)) {
    if (other != name) gradient.others.push_back(other);
  }
  gradient.right_other = [this](const JudgedCase& judged, const std::string& other) {
    return expected_.at(judged.index, other).lower;
  };
  return gradient;
}

const Finding& GradientChecks::alone(const std::string& name, const std::vector<std::string>& probes) {
  const auto key = std::make_pair(name, probes);
  const auto found = alone_.find(key);
  if (found != alone_.end()) return found->second;
  return alone_.emplace(key, judge(gradient(name, probes))).first->second;
}

std::string GradientChecks::place_on_the_way(const std::string& wrong,
                                             const std::vector<std::string>& probes) {
  bool judged = true;  // a gradient that is not judged is neither right nor wrong
  std::string sentence = chain_sentence(op_, wrong, [&](const std::string& name) -> std::optional<bool> {
    const Status status = alone(name, probes).status;
    judged = judged && status != Status::grader_error;
    if (status != Status::pass) return false;
    if (std::ranges::none_of(gradient(name, probes).cases, is_telling)) return std::nullopt;
    return true;
  });
  if (!judged) return {};
  if (op_.back_in_time) {
    const JudgedGradient along = gradient(op_.inputs.front().name, probes);
    if (!check_shape(along) && !check_finite(along))
      sentence += time_sentence(op_, gradient(wrong, probes), along);
  }
  return sentence;
}

std::string GradientChecks::told_by_another(const std::string& name, const std::vector<std::string>& probes) {
  const Finding& own = alone(name, probes);
  if (!own.evidence || !is_about_elements(own.evidence->failing_class)) return {};
  for (const std::string& other : op_.gradients()) {
    if (other == name) continue;
    const Finding& beside = alone(other, probes);
    if (beside.status != Status::fail || !beside.evidence ||
        !is_about_elements(beside.evidence->failing_class))
      continue;
    const bool same_case = beside.evidence->probe == own.evidence->probe &&
                           beside.evidence->case_seed == own.evidence->case_seed;
    const std::string more =
        quoted_of_another(gradient_name(other), {beside.explanation, beside.leads}, same_case);
    if (!more.empty()) return more;
  }
  return {};
}

Finding GradientChecks::check(const std::string& name, const std::vector<std::string>& probes) {
  if (!gradient_of(op_, name))
    return {Status::grader_error, op_.name + " has no input or node " + name, {}, {}};
  if (const Failure* failure = first_failure(transcript_)) return Finding::from(*failure);
  Finding finding = alone(name, probes);
  if (finding.status != Status::fail || explain_ == Explain::no) return finding;
  const std::string place = place_on_the_way(name, probes);
  finding.detail += place;
  if (place.empty() && !finding.leads) finding.explanation += told_by_another(name, probes);
  return finding;
}

Finding check_gradient(const Op& op, const Transcript& transcript, const std::string& name,
                       const std::vector<std::string>& probes) {
  ExpectedGradients expected(op, transcript);
  return GradientChecks(op, transcript, expected).check(name, probes);
}

}  // namespace grader
