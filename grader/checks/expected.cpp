#include "grader/checks/expected.hpp"

namespace grader {

Tensors expected_outputs(const Op& op, const CaseTranscript& entry) {
  return entry.golden ? entry.golden->outputs : LinkedSubject().start(op, entry.the_case)->outputs;
}

std::map<std::string, Expected> expected_gradients(const Op& op, const CaseTranscript& entry) {
  auto gradients = entry.golden
                       ? entry.golden->gradients
                       : expect_gradients(op, entry.the_case, entry.u, seed_for(entry.seed, "signs"));
  for (auto& [name, expected] : gradients) expected.tolerance = entry.tolerance;
  return gradients;
}

bool forward_is_given(const Op& op, const CaseTranscript& entry) {
  if (!entry.golden) return true;
  try {
    LinkedSubject().start(op, entry.the_case);
    return true;
  } catch (const Failure& failure) {
    if (failure.status == Status::not_implemented) return false;
    throw;
  }
}

Golden golden_answers(const Op& op, const CaseTranscript& entry) {
  Golden golden;
  golden.outputs = expected_outputs(op, entry);
  if (!op.gradients().empty()) golden.gradients = expected_gradients(op, entry);
  return golden;
}

}  // namespace grader
