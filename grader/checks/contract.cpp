#include "grader/checks/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/comparison.hpp"
#include "grader/checks/evidence.hpp"
#include "grader/checks/localise.hpp"
#include "grader/checks/outputs_beside.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/checks/state.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

bool wanted(const CaseTranscript& entry, const std::vector<std::string>& probes) {
  return probes.empty() || std::find(probes.begin(), probes.end(), entry.probe) != probes.end();
}

// Adds what a case has of its own, "one element is infinite", as a fact beside the verdict and not as its
// reason. A note may be a whole sentence.
std::string with_note(const std::string& message, const std::string& note) {
  if (note.empty()) return message + ".";
  return note.ends_with('.') ? message + ". " + note : message + ". This input: " + note + ".";
}

// Returns `actual` with zeros where a finite value is not what is expected.
Tensor where_finite(Tensor actual, const Tensor& expected) {
  for (std::size_t i = 0; i < actual.values.size(); ++i) {
    if (!std::isfinite(expected.values[i])) actual.values[i] = 0.0;
  }
  return actual;
}

Finding check_output(const OutputSpec& spec, const CaseTranscript& entry, const Tensor& expected) {
  const auto found = entry.outputs.find(spec.name);
  const auto fail = [&](const char* failing_class, const std::string& message,
                        const Comparison* comparison = nullptr) {
    const Tensor actual = found == entry.outputs.end() ? Tensor{} : found->second;
    return Finding{Status::fail, with_note(message, entry.the_case.note),
                   make_evidence(failing_class, spec.name, entry, expect_value(expected, entry.tolerance),
                                 actual, comparison)};
  };
  if (found == entry.outputs.end()) return fail("shape", spec.name + " is missing");
  const Tensor& actual = found->second;
  if (actual.shape != expected.shape) {
    return fail("shape", fmt::format("{} is {}, expected {}", spec.name, shape_text(actual.shape),
                                     shape_with_symbols(expected.shape, spec.shape)));
  }
  if (const auto problem = first_not_finite(where_finite(actual, expected), spec.shape)) {
    return fail("finite", fmt::format("{} is {}", spec.name, *problem));
  }
  const Comparison comparison = compare(actual, expect_value(expected, entry.tolerance));
  if (!comparison.right()) {
    return fail("value",
                actual.shape.empty() ? spec.name + " is wrong"
                                     : fmt::format("{} is wrong in {} of {} elements", spec.name,
                                                   comparison.wrong, actual.values.size()),
                &comparison);
  }
  return Finding::pass();
}

// Returns the output `spec` in all cases, or nullopt when some answer cannot be compared: it is missing, has
// another shape, or is not finite.
std::optional<JudgedGradient> judged_output(const Op& op, const OutputSpec& spec,
                                            const Transcript& transcript,
                                            const std::vector<std::string>& probes) {
  JudgedGradient judged{op, spec.name, spec.name, spec.shape, false, {}};
  for (std::size_t i = 0; i < transcript.size(); ++i) {
    const CaseTranscript& entry = transcript[i];
    if (!wanted(entry, probes)) continue;
    const auto actual = entry.outputs.find(spec.name);
    const Tensor expected = entry.right->outputs(op, entry).at(spec.name);
    if (first_not_finite(expected)) continue;  // nothing to compare numbers with
    if (actual == entry.outputs.end() || actual->second.shape != expected.shape ||
        actual->second.values.size() != expected.values.size() || first_not_finite(actual->second))
      return std::nullopt;
    judged.cases.push_back({&entry, expect_value(expected, entry.tolerance), actual->second, i});
  }
  for (const OutputSpec& other : op.outputs) {
    if (other.name != spec.name) judged.others.push_back(other.name);
  }
  judged.right_other = [&op](const JudgedCase& the_case, const std::string& other) {
    return the_case.entry->right->outputs(op, *the_case.entry).at(other);
  };
  judged.is_output = true;
  return judged;
}

struct OutputExplanation {
  Explanation explanation = {};
  bool of_shown = false;  // whether it is about the case that the report shows
};

// Returns the explanation of one output. Where it is right in the case that is shown, its first wrong case is
// the one that it is about.
OutputExplanation explanation_of_output(const Op& op, const OutputSpec& spec, const Transcript& transcript,
                                        const std::vector<std::string>& probes, const CaseTranscript& shown) {
  const auto judged = judged_output(op, spec, transcript, probes);
  if (!judged) return {};
  auto found = std::ranges::find_if(
      judged->cases, [&](const JudgedCase& each) { return each.entry == &shown && is_wrong(each); });
  const bool of_shown = found != judged->cases.end();
  if (!of_shown) found = std::ranges::find_if(judged->cases, is_wrong);
  if (found == judged->cases.end()) return {};
  return {explanation_of(*judged, *found), of_shown};
}

// Returns what is known of another output that is wrong too. An output may be made of the others.
std::string told_by_another_output(const Op& op, const Transcript& transcript,
                                   const std::vector<std::string>& probes, const std::string& wrong,
                                   const CaseTranscript& shown) {
  for (const OutputSpec& other : op.outputs) {
    if (other.name == wrong) continue;
    const auto [explanation, of_shown] = explanation_of_output(op, other, transcript, probes, shown);
    const std::string more = quoted_of_another(other.name, explanation, of_shown);
    if (!more.empty()) return more;
  }
  return {};
}

}  // namespace

Finding check_outputs(const Op& op, const Transcript& transcript, const std::vector<std::string>& probes) {
  for (const CaseTranscript& entry : transcript) {
    if (!wanted(entry, probes)) continue;
    if (entry.failure) return Finding::from(*entry.failure);
    const Tensors expected = entry.right->outputs(op, entry);
    for (const OutputSpec& spec : op.outputs) {
      Finding finding = check_output(spec, entry, expected.at(spec.name));
      if (finding.status == Status::pass) continue;
      const bool of_value = finding.evidence && finding.evidence->failing_class == "value";
      if (of_value) {
        OutputExplanation own = explanation_of_output(op, spec, transcript, probes, entry);
        if (own.of_shown) finding.explanation = std::move(own.explanation.text);
        finding.leads = own.of_shown && own.explanation.leads;
      }
      if (std::string others = outputs_beside(op, transcript, probes, spec.name); !others.empty())
        finding.explanation += " " + others;
      if (of_value && !finding.leads)
        finding.explanation += told_by_another_output(op, transcript, probes, spec.name, entry);
      return finding;
    }
  }
  return Finding::pass();
}

Finding check_contract(const Op& op, const Transcript& transcript) {
  if (const Failure* failure = first_failure(transcript)) return Finding::from(*failure);
  Finding outputs = check_outputs(op, transcript);
  if (outputs.status != Status::pass) return outputs;
  return check_state(op, transcript);
}

}  // namespace grader
