#include "grader/grading/judge.hpp"

#include <functional>

#include "grader/checks/contract.hpp"
#include "grader/checks/finite_differences.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/report/text.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxMessage = 600;

// A layer that writes to its inputs or keeps state between calls gives no answers that a gradient check could be about.
bool breaks_state(const Finding& contract) {
  if (contract.status != Status::fail || !contract.evidence) return false;
  const std::string& failing = contract.evidence->failing_class;
  return failing == "modified_input" || failing == "not_deterministic" || failing == "modified_cache" ||
         failing == "shared_state";
}

// The worker died: what it had answered before does not count, except for its own exceptions.
Finding of_transcript(const Transcript& transcript, const std::optional<Failure>& broken,
                      const std::function<Finding()>& judge) {
  if (const Failure* failure = first_failure(transcript)) return Finding::from(*failure);
  if (broken) return Finding::from(*broken);
  return judge();
}

Finding judge_one(const CheckSpec& spec, const Op& op, const Transcript& outputs_only,
                  const Transcript& transcript, const std::optional<Failure>& broken,
                  const Finding& contract) {
  switch (spec.kind) {
    case Kind::contract:
      return contract;
    case Kind::value:
      return of_transcript(outputs_only, broken,
                           [&] { return check_outputs(op, outputs_only, spec.probes); });
    case Kind::gradient:
      if (breaks_state(contract)) return {Status::skipped, "Not judged: the contract comes first.", {}};
      return of_transcript(transcript, broken, [&] {
        return name_finite_differences(op, transcript, spec.gradient,
                                       check_gradient(op, transcript, spec.gradient, spec.probes));
      });
    case Kind::scenario:
      break;
  }
  return {Status::grader_error, "a layer has no scenario", {}};
}

}  // namespace

Check make_check(const CheckSpec& spec, const Finding& finding) {
  Check check;
  check.id = spec.id;
  check.kind = spec.kind;
  check.status = finding.status;
  check.points = finding.status == Status::pass ? spec.points : 0.0;
  check.max_points = spec.points;
  check.visibility = spec.visibility;
  check.message = clean(finding.message, kMaxMessage);
  check.evidence = finding.evidence;
  if (check.evidence && check.evidence->failing_class == kFiniteDifferences) {
    check.points = spec.numerical_differentiation * spec.points;
    if (spec.numerical_differentiation == 1.0) {
      check.status = Status::pass;
      check.evidence.reset();
    }
  }
  return check;
}

std::vector<Check> all_checks(const ProblemSpec& problem, Status status, const std::string& message) {
  std::vector<Check> checks;
  for (const CheckSpec& spec : problem.checks) checks.push_back(make_check(spec, {status, message, {}}));
  return checks;
}

std::vector<Check> judge_layer(const ProblemSpec& problem, const Op& op, const Transcript& outputs_only,
                               const Transcript& transcript, const std::optional<Failure>& broken) {
  const Finding contract = op.gradients().empty() ? Finding::pass() : of_transcript(transcript, broken, [&] {
    return check_contract(op, transcript);
  });
  std::vector<Check> checks;
  for (const CheckSpec& spec : problem.checks) {
    checks.push_back(make_check(spec, judge_one(spec, op, outputs_only, transcript, broken, contract)));
  }
  return checks;
}

}  // namespace grader
