#include "grader/grading/layer_answers.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "grader/grading/failing_case.hpp"

namespace grader {

namespace {

bool has_value_check(const ProblemSpec& spec) {
  return std::any_of(spec.checks.begin(), spec.checks.end(),
                     [](const CheckSpec& c) { return c.kind == Kind::value; });
}

// Says which call failed: "affine_backward", or that it was not the first.
std::string failed_call(const Op& op, const CaseTranscript& entry) {
  if (entry.outputs.empty()) return op.functions.front();
  return op.functions.back() + (entry.b_u.empty() ? "" : ", called again");
}

// Adds the function and the case to what the student's code threw: "Incompatible dimension of arrays" says
// little alone.
void name_the_call(const Op& op, Transcript& transcript) {
  for (CaseTranscript& entry : transcript) {
    if (!entry.failure || entry.failure->status == Status::not_implemented) continue;
    // A message about what was returned names the function already.
    const std::string what = entry.failure->what();
    const std::string call =
        what.starts_with(op.functions.back() + ": ") ? "" : failed_call(op, entry) + ": ";
    entry.failure.emplace(entry.failure->status, call + what + " (inputs of kind \"" + entry.probe + "\").");
  }
}

}  // namespace

void ask_all(const ProblemSpec& spec, const Op& op, Subject& subject, Answers& answers) {
  if (has_value_check(spec)) cases::ask(op, subject, answers.outputs_only, Questions::outputs_only);
  if (!op.gradients().empty()) cases::ask(op, subject, answers.transcript);
}

const CaseTranscript* last_asked(const Op& op, const Answers& answers) {
  const bool forward_only = op.gradients().empty();
  const Transcript& asked = forward_only ? answers.outputs_only : answers.transcript;
  const auto i = first_unanswered(op, asked, forward_only ? Questions::outputs_only : Questions::everything);
  return i ? &asked[*i] : nullptr;
}

void name_failures(const Op& op, Answers& answers) {
  std::optional<Failure>& broken = answers.broken;
  if (broken && broken->status != Status::grader_error && broken->status != Status::skipped) {
    const CaseTranscript* last = last_asked(op, answers);
    const std::string place = last != nullptr ? last->probe : "";
    broken = Failure(broken->status, op.functions.back() + ": " + broken->what() +
                                         (place.empty() ? "." : " (inputs of kind \"" + place + "\")."));
  }
  name_the_call(op, answers.outputs_only);
  name_the_call(op, answers.transcript);
}

void append(Answers more, Answers& answers) {
  answers.broken = more.broken;
  std::ranges::move(more.outputs_only, std::back_inserter(answers.outputs_only));
  std::ranges::move(more.transcript, std::back_inserter(answers.transcript));
}

}  // namespace grader
