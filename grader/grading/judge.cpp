#include "grader/grading/judge.hpp"

#include <functional>

#include "grader/base/text.hpp"
#include "grader/checks/contract.hpp"
#include "grader/checks/finite_differences.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/state.hpp"
#include "grader/grading/failing_case.hpp"
#include "grader/grading/hint_steps.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxMessage = 1000;

// Judges the answers unless the worker died. When it died, its earlier answers do not count, but an exception
// that it reported does.
Finding of_transcript(const Transcript& transcript, const std::optional<Failure>& broken,
                      const std::function<Finding()>& judge) {
  if (const Failure* failure = first_failure(transcript)) return Finding::from(*failure);
  if (broken) return Finding::from(*broken);
  return judge();
}

Finding judge_one(const CheckSpec& spec, const Op& op, const Transcript& outputs_only,
                  const Transcript& transcript, GradientChecks& gradients,
                  const std::optional<Failure>& broken, const Finding& contract, const Finding& state) {
  switch (spec.kind) {
    case Kind::contract:
      return contract;
    case Kind::value:
      return of_transcript(outputs_only, broken,
                           [&] { return check_outputs(op, outputs_only, spec.probes); });
    case Kind::gradient:
      if (breaks_state(contract)) return {Status::skipped, "Not judged: the contract comes first.", {}};
      if (breaks_state(state)) return {Status::skipped, "Not judged. " + state.message, {}};
      return of_transcript(transcript, broken, [&] {
        return name_finite_differences(op, transcript, spec.gradient,
                                       gradients.check(spec.gradient, spec.probes));
      });
    case Kind::scenario:
      break;
  }
  return {Status::grader_error, "a layer has no scenario", {}};
}

// Returns whether there are answers to compare with known mistakes. Without evidence there are none: the
// layer threw, or its worker died.
bool is_a_mistake(const Finding& finding) {
  return finding.status == Status::fail && finding.evidence &&
         finding.evidence->failing_class != kFiniteDifferences &&
         finding.evidence->failing_class != kInexactFiniteDifferences;
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
  check.message =
      clean(finding.message + (spec.hints > 0 ? finding.detail + finding.explanation : ""), kMaxMessage);
  check.evidence = finding.evidence;
  if (check.evidence && spec.hints == 0) check.evidence->ratio.reset();
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
                               const Transcript& transcript, const std::optional<Failure>& broken,
                               const NameMistake& name_mistake) {
  const Finding contract = op.gradients().empty() ? Finding::pass() : of_transcript(transcript, broken, [&] {
    return check_contract(op, transcript);
  });
  // The contract may have failed by an output already.
  const Finding state =
      op.gradients().empty() || first_failure(transcript) ? Finding::pass() : check_state(op, transcript);
  ExpectedGradients expected(op, transcript);
  GradientChecks gradients(op, transcript, expected);
  std::vector<Check> checks;
  for (const CheckSpec& spec : problem.checks) {
    Finding finding = judge_one(spec, op, outputs_only, transcript, gradients, broken, contract, state);
    const Transcript& answers = spec.kind == Kind::value ? outputs_only : transcript;
    std::optional<Mistake> mistake;
    if (is_a_mistake(finding) && spec.hints > 0 && name_mistake) {
      mistake = name_mistake(op, answers, spec.kind, spec.gradient, spec.probes);
    }
    if (mistake) finding.explanation.clear();  // one hint a check
    checks.push_back(make_check(spec, finding));
    checks.back().mistake = std::move(mistake);
    if (checks.back().status == Status::pass) continue;
    if (finding.status == Status::fail && spec.hints >= 2)
      checks.back().more_hints.push_back(idea_of(op, spec, checks.back().mistake));
    if (const auto i = case_to_show(problem, spec, op, answers, finding, expected))
      checks.back().failing_case = show_case(op, answers, *i, finding, expected);
  }
  return checks;
}

void add_sentence(Problem& problem, const std::string& sentence) {
  if (!sentence.empty()) problem.message = (problem.message ? *problem.message + ' ' : "") + sentence;
}

}  // namespace grader
