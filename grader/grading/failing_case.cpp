#include "grader/grading/failing_case.hpp"

#include <algorithm>

#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

bool looks_at(const CheckSpec& check, const std::string& probe) {
  return check.probes.empty() || std::ranges::find(check.probes, probe) != check.probes.end();
}

bool names(const CheckSpec& check, const std::string& probe) {
  return !check.probes.empty() && looks_at(check, probe);
}

NamedTensor named(const std::string& name, const Tensor& tensor) {
  NamedTensor result{name, tensor.shape, {}};
  if (tensor.values.size() <= kMaxShownElements) result.values = tensor.values;
  return result;
}

// The tensor that a finding is about, in one case: what it should be and what it is.
struct Answer {
  std::string name;
  Expected expected;
  Tensor actual;
};

// Returns the input or node whose gradient is called `name` ("x" for "dx"), or nullptr.
const std::string* gradient_of(const Op& op, const std::string& name) {
  for (const InputSpec& input : op.inputs) {
    if (input.differentiable && gradient_name(input.name) == name) return &input.name;
  }
  for (const NodeSpec& node : op.nodes) {
    if (gradient_name(node.name) == name) return &node.name;
  }
  return nullptr;
}

std::optional<Answer> answer_to(const Op& op, const Transcript& transcript, std::size_t i,
                                const Finding& finding, ExpectedGradients& expected) {
  const CaseTranscript& entry = transcript[i];
  if (entry.failure || !finding.evidence || !finding.evidence->gradient) return std::nullopt;
  const std::string& name = *finding.evidence->gradient;
  const auto found = [&](const Tensors& tensors, const std::string& key) {
    const auto at = tensors.find(key);
    return at == tensors.end() ? Tensor{} : at->second;
  };
  const bool is_output = std::ranges::find(op.outputs, name, &OutputSpec::name) != op.outputs.end();
  if (is_output) {
    const Tensors outputs = entry.right->outputs(op, entry);
    return Answer{name, expect_value(outputs.at(name), entry.tolerance), found(entry.outputs, name)};
  }
  if (const std::string* input = gradient_of(op, name))
    return Answer{name, expected.at(i, *input), found(entry.b_u, *input)};
  return std::nullopt;
}

bool has_wrong_element(const Answer& answer) {
  return answer.actual.shape != answer.expected.lower.shape ||
         answer.actual.values.size() != answer.expected.lower.values.size() ||
         !compare(answer.actual, answer.expected).right();
}

// Returns the values that are right and nearest to the answer: an interval of values is right at a kink.
Tensor nearest_right(const Answer& answer) {
  Tensor right = answer.expected.lower;
  if (answer.actual.shape != right.shape || answer.actual.values.size() != right.values.size()) return right;
  for (std::size_t i = 0; i < right.values.size(); ++i) {
    const double value = answer.actual.values[i];
    if (value == value) right.values[i] = std::clamp(value, right.values[i], answer.expected.upper.values[i]);
  }
  return right;
}

// Returns the case that the finding was made in.
std::optional<std::size_t> case_of(const CheckSpec& check, const Op& op, const Transcript& transcript,
                                   const Finding& finding) {
  if (!finding.evidence) {
    const auto failed = std::ranges::find_if(
        transcript, [](const CaseTranscript& entry) { return entry.failure.has_value(); });
    if (failed != transcript.end()) return static_cast<std::size_t>(failed - transcript.begin());
    const bool outputs_only = check.kind == Kind::value;
    return first_unanswered(op, transcript, outputs_only ? Questions::outputs_only : Questions::everything);
  }
  for (std::size_t i = 0; i < transcript.size(); ++i) {
    if (finding.evidence->probe == transcript[i].probe && finding.evidence->case_seed == transcript[i].seed)
      return i;
  }
  return std::nullopt;
}

bool is_of_the_code(Status status) {
  return status == Status::fail || status == Status::crash || status == Status::timeout ||
         status == Status::memory_limit || status == Status::output_limit;
}

}  // namespace

bool may_be_shown(const ProblemSpec& problem, const std::string& probe) {
  bool by_all = false;
  bool hidden = false;
  for (const CheckSpec& check : problem.checks) {
    const bool is_public = check.visibility == Visibility::shown;
    if (is_public && names(check, probe)) return true;
    by_all |= is_public && check.probes.empty();
    hidden |= !is_public && names(check, probe);
  }
  return by_all && !hidden;
}

std::optional<std::size_t> first_unanswered(const Op& op, const Transcript& transcript, Questions questions) {
  const auto is_answered = [&](const CaseTranscript& entry) {
    if (questions == Questions::outputs_only) return !entry.outputs.empty();
    return !(op.gradients().empty() ? entry.outputs_again : entry.b_u_interleaved).empty();
  };
  const auto found = std::ranges::find_if_not(transcript, is_answered);
  if (found == transcript.end()) return std::nullopt;
  return static_cast<std::size_t>(found - transcript.begin());
}

std::optional<std::size_t> case_to_show(const ProblemSpec& problem, const CheckSpec& check, const Op& op,
                                        const Transcript& transcript, const Finding& finding,
                                        ExpectedGradients& expected) {
  if (check.visibility == Visibility::hidden || !is_of_the_code(finding.status)) return std::nullopt;
  std::optional<std::size_t> best = case_of(check, op, transcript, finding);
  if (best && !may_be_shown(problem, transcript[*best].probe)) best.reset();
  if (!finding.evidence || finding.evidence->failing_class == "linearity") return best;
  for (std::size_t i = 0; i < transcript.size(); ++i) {
    const CaseTranscript& entry = transcript[i];
    if (!looks_at(check, entry.probe) || !may_be_shown(problem, entry.probe)) continue;
    if (best && element_count(entry.the_case.inputs) >= element_count(transcript[*best].the_case.inputs))
      continue;
    const auto answer = answer_to(op, transcript, i, finding, expected);
    if (answer && has_wrong_element(*answer)) best = i;
  }
  return best;
}

FailingCase show_case(const Op& op, const Transcript& transcript, std::size_t i, const Finding& finding,
                      ExpectedGradients& expected) {
  const CaseTranscript& entry = transcript[i];
  FailingCase shown;
  shown.probe = entry.probe;
  shown.case_seed = entry.seed;
  shown.note = entry.the_case.note;
  shown.smallest = finding.evidence &&
                   (finding.evidence->probe != entry.probe || finding.evidence->case_seed != entry.seed);
  for (const InputSpec& input : op.inputs)
    shown.inputs.push_back(named(input.name, entry.the_case.inputs.at(input.name)));
  for (const AttributeSpec& attribute : op.attributes) {
    const auto value = entry.the_case.attributes.find(attribute.name);
    if (value != entry.the_case.attributes.end())
      shown.attributes.emplace_back(attribute.name, value->second);
  }
  for (const OutputSpec& output : op.outputs) {
    const auto upstream = entry.u.find(output.name);
    if (upstream != entry.u.end()) shown.upstream.push_back(named(output.name, upstream->second));
  }
  if (const auto answer = answer_to(op, transcript, i, finding, expected)) {
    shown.expected = named(answer->name, nearest_right(*answer));
    if (!answer->actual.values.empty() || !answer->actual.shape.empty())
      shown.actual = named(answer->name, answer->actual);
  }
  return shown;
}

}  // namespace grader
