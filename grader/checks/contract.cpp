#include "grader/checks/contract.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/checks/comparison.hpp"
#include "grader/checks/evidence.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

bool wanted(const CaseTranscript& entry, const std::vector<std::string>& probes) {
  return probes.empty() || std::find(probes.begin(), probes.end(), entry.probe) != probes.end();
}

std::string note_of(const CaseTranscript& entry) {
  return entry.the_case.note.empty() ? "" : ": " + entry.the_case.note;
}

Finding check_output(const OutputSpec& spec, const CaseTranscript& entry, const Tensor& expected) {
  const auto found = entry.outputs.find(spec.name);
  const auto fail = [&](const char* failing_class, const std::string& message,
                        const Comparison* comparison = nullptr) {
    const Tensor actual = found == entry.outputs.end() ? Tensor{} : found->second;
    return Finding{Status::fail, message + note_of(entry) + ".",
                   make_evidence(failing_class, spec.name, entry, expect_value(expected, entry.tolerance),
                                 actual, comparison)};
  };
  if (found == entry.outputs.end()) return fail("shape", spec.name + " is missing");
  const Tensor& actual = found->second;
  if (actual.shape != expected.shape) {
    return fail("shape", fmt::format("{} is {}, expected {}", spec.name, shape_text(actual.shape),
                                     shape_with_symbols(expected.shape, spec.shape)));
  }
  if (const auto problem = first_not_finite(actual, spec.shape)) {
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

Finding contract_broken(const CaseTranscript& entry, const char* failing_class, std::string message) {
  Evidence evidence;
  evidence.failing_class = failing_class;
  evidence.probe = entry.probe;
  evidence.case_seed = entry.seed;
  return {Status::fail, std::move(message), std::move(evidence)};
}

bool same_bits(const Tensors& a, const Tensors& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && grader::same_bits(x.second, y.second);
  });
}

Finding check_state(const Op& op, const CaseTranscript& entry) {
  const std::string& backward = op.functions.back();
  if (!entry.modified.empty()) {
    return contract_broken(
        entry, "modified_input",
        fmt::format("{} was handed in as const and has been written to.", entry.modified.front()));
  }
  if (!same_bits(entry.outputs, entry.outputs_again)) {
    return contract_broken(
        entry, "not_deterministic",
        fmt::format("{} gives different results for the same input.", op.functions.front()));
  }
  if (!same_bits(entry.b_u, entry.b_u_again)) {
    return contract_broken(
        entry, "modified_cache",
        fmt::format("{} gives a different answer when it is called again with the same cache: it must not "
                    "change the cache, or remember anything.",
                    backward));
  }
  if (!same_bits(entry.b_u, entry.b_u_interleaved)) {
    return contract_broken(
        entry, "shared_state",
        fmt::format(
            "{} answers differently when another forward pass has run in between: what backward needs "
            "belongs in the cache, not in a static or global variable.",
            backward));
  }
  return Finding::pass();
}

}  // namespace

Finding check_outputs(const Op& op, const Transcript& transcript, const std::vector<std::string>& probes) {
  for (const CaseTranscript& entry : transcript) {
    if (!wanted(entry, probes)) continue;
    if (entry.failure) return Finding::from(*entry.failure);
    const Tensors expected = entry.right->outputs(op, entry);
    for (const OutputSpec& spec : op.outputs) {
      Finding finding = check_output(spec, entry, expected.at(spec.name));
      if (finding.status != Status::pass) return finding;
    }
  }
  return Finding::pass();
}

Finding check_contract(const Op& op, const Transcript& transcript) {
  if (const Failure* failure = first_failure(transcript)) return Finding::from(*failure);
  Finding outputs = check_outputs(op, transcript);
  if (outputs.status != Status::pass) return outputs;
  for (const CaseTranscript& entry : transcript) {
    Finding state = check_state(op, entry);
    if (state.status != Status::pass) return state;
  }
  return Finding::pass();
}

}  // namespace grader
