#include "grader/grading/layer_problem.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/checks/finite_differences.hpp"
#include "grader/grading/circuit_drawing.hpp"
#include "grader/grading/excerpt.hpp"
#include "grader/grading/failing_case.hpp"
#include "grader/grading/given_part.hpp"
#include "grader/grading/hint_steps.hpp"
#include "grader/grading/layer_answers.hpp"
#include "grader/grading/layer_further_cases.hpp"
#include "grader/grading/opposite_order.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxPrinted = 2000;
constexpr std::size_t kMaxRuns = 4;  // of single cases, to see what is printed in each

// Returns the ids of this assignment's problems whose layers are not the student's in this worker.
std::vector<std::string> stood_in_for(const WorkerLayers& layers) {
  std::vector<std::string> problems;
  for (const StandIn& stand_in : layers.stand_ins) {
    if (stand_in.problem) problems.push_back(stand_in.problem->id);
  }
  return problems;
}

// Runs one case alone in a worker of its own, and returns what the student's code prints there. So the text
// belongs to this case, and none of it can come from a hidden one.
std::string printed_in(const SubmissionBuild& build, const LayeredWorker& worker, const Op& op,
                       const CaseTranscript& entry) {
  std::string printed;
  build.ask(
      worker,
      [&](Subject& subject) {
        const auto running = subject.start(op, entry.the_case);
        if (!op.gradients().empty()) running->backward(entry.u);
      },
      &printed);
  return clean(printed, kMaxPrinted);
}

// Returns the transcript's case that a check shows.
const CaseTranscript& shown_case(const Transcript& transcript, const FailingCase& shown) {
  return *std::ranges::find_if(transcript, [&](const CaseTranscript& candidate) {
    return candidate.probe == shown.probe && candidate.seed == shown.case_seed;
  });
}

// Adds step 3 of the hints, worked with the student's own forward pass.
void add_examples(const ProblemSpec& spec, std::vector<Check>& checks, const SubmissionBuild& build,
                  const LayeredWorker& worker, const Op& op, const Transcript& transcript) {
  const auto wants_one = [&](std::size_t i) {
    return checks[i].status == Status::fail && checks[i].failing_case && spec.checks[i].hints >= kMaxHints &&
           spec.checks[i].kind == Kind::gradient;
  };
  bool wanted = false;
  for (std::size_t i = 0; i < checks.size(); ++i) wanted |= wants_one(i);
  if (!wanted) return;
  std::vector<std::optional<std::string>> examples(checks.size());
  const auto broken = build.ask(worker, [&](Subject& subject) {
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (wants_one(i))
        examples[i] =
            worked_example(op, subject, shown_case(transcript, *checks[i].failing_case), spec.checks[i]);
    }
  });
  if (broken) return;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (examples[i]) checks[i].more_hints.push_back(std::move(*examples[i]));
  }
}

void add_printed(std::vector<Check>& checks, const SubmissionBuild& build, const LayeredWorker& worker,
                 const Op& op, const Transcript& transcript) {
  std::map<const CaseTranscript*, std::string> printed;
  for (Check& check : checks) {
    // An endless loop would take as long again.
    if (!check.failing_case || check.status == Status::timeout) continue;
    const CaseTranscript& entry = shown_case(transcript, *check.failing_case);
    if (!printed.contains(&entry) && printed.size() == kMaxRuns) continue;
    const auto [text, is_new] = printed.try_emplace(&entry);
    if (is_new) text->second = printed_in(build, worker, op, entry);
    check.failing_case->printed = text->second;
  }
}

// Returns the line that the compiler names. Otherwise returns the line of the file's last function, which is
// the one that earns the points.
SourceLocation location_of(const ProblemSpec& spec, const SubmissionBuild& build,
                           std::string_view build_message) {
  SourceLocation location{spec.file, described_line(build_message, spec.file)};
  const SourceFile* source = build.source(spec.file);
  if (!location.line && source)
    location.line = line_of_function(source->bytes, find_op(spec.op)->functions.back());
  return location;
}

// Returns whether something is there and goes wrong, so that a warning may say why.
bool is_wrong(Status status) {
  return status != Status::pass && status != Status::not_implemented && status != Status::skipped &&
         status != Status::grader_error;
}

bool all_pass(const std::vector<Check>& checks) {
  return std::ranges::all_of(checks, [](const Check& check) { return check.status == Status::pass; });
}

// Takes back the mistakes that the answers to single cases look like. They have another reason where the
// answers depend on the order of the cases. A mistake of the contract is one of memory itself.
void forget_mistakes(const Op& op, const ProblemSpec& spec, std::vector<Check>& checks) {
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (!checks[i].mistake || checks[i].kind == Kind::contract) continue;
    checks[i].mistake.reset();
    if (!checks[i].more_hints.empty())
      checks[i].more_hints.front() = idea_of(op, spec.checks[i], std::nullopt);
  }
}

// Returns whether the student's code threw, or something else is wrong.
bool something_is_wrong(const Answers& answers, const std::vector<Check>& checks) {
  if (answers.broken) return false;
  const Failure* failure = first_failure(answers.transcript);
  if (failure != nullptr) return failure->status == Status::crash;
  return std::ranges::any_of(checks, [](const Check& check) { return check.status == Status::fail; });
}

// Says what was changed where a forward pass that was given does not give the right outputs any more.
void name_changed_forward(const ProblemSpec& spec, const Op& op, std::string_view source,
                          std::vector<Check>& checks) {
  for (Check& check : checks) {
    const bool of_output =
        check.kind == Kind::contract && check.evidence &&
        std::ranges::find(op.outputs, check.evidence->gradient, &OutputSpec::name) != op.outputs.end();
    if (of_output && spec.forward_share == 0.0)
      check.message = clean(check.message + changed_in_given_part(spec, source), kMaxLayerMessage);
  }
}

// Shows the student's function beside what it was to compute, and names the handout's section.
void add_excerpt(const Grading& grading, const ProblemSpec& spec, Problem& problem) {
  if (const SourceFile* source = grading.build.source(spec.file))
    problem.excerpt = excerpt_of(spec, source->bytes, function_to_show(spec, problem.checks));
}

}  // namespace

Problem grade_layer(const Grading& grading, const ProblemSpec& spec, const NameMistake& name_mistake,
                    std::vector<CalledLayer>* called) {
  const WorkerLayers layers = worker_layers(grading.assignment, {&spec}, grading.statuses);
  Problem problem;
  auto worker = grading.build.worker(layers, grading.key);
  if (const auto* none = std::get_if<NoWorker>(&worker)) {
    problem.message = clean(none->message, kMaxLayerMessage);
    problem.checks = all_checks(spec, none->status, {});
    problem.location = location_of(spec, grading.build, none->message);
    add_excerpt(grading, spec, problem);
    return problem;
  }
  problem.location = location_of(spec, grading.build, {});
  const Op& op = *find_op(spec.op);
  const LayeredWorker& program = std::get<LayeredWorker>(worker);
  if (called) *called = program.called;
  Transcript unanswered = grading.key.cases(op, grading.seed);
  for (CaseTranscript& entry : unanswered) entry.tolerance = spec.tolerance;
  Answers answers;
  std::vector<Branch> branches;
  std::string printed;
  answers.broken = grading.build.ask(
      program,
      [&](Subject& subject) {
        answers.outputs_only = answers.transcript = unanswered;
        ask_all(spec, op, subject, answers);
        branches = subject.branches();
      },
      &printed);
  name_failures(op, answers);
  const NameMistake namer = name_mistake ? name_mistake : grading.key.name_mistake(op);
  const auto judge = [&](const ProblemSpec& judged, const Answers& of_layer) {
    return judge_layer(judged, op, of_layer.outputs_only, of_layer.transcript, of_layer.broken, namer);
  };
  problem.checks = judge(spec, answers);

  const std::vector<std::string> others = stood_in_for(layers);
  if (!others.empty() && status_of(problem.checks) != Status::not_implemented)
    add_sentence(problem, stand_in_sentence(others));
  const bool ordinary_cases_pass = all_pass(problem.checks);
  if (ordinary_cases_pass) {
    if (auto more = ask_further_cases(grading, spec, program, op, branches, problem)) {
      const ProblemSpec with_further = with_further_cases(spec);
      const bool more_pass =
          all_pass(judge_layer(with_further, op, more->outputs_only, more->transcript, more->broken, {}));
      append(std::move(*more), answers);
      // A sentence about what fails looks at the cases that pass as well.
      if (!more_pass) problem.checks = judge(with_further, answers);
      name_combinations(problem.checks);
    }
  }
  if (something_is_wrong(answers, problem.checks)) {
    const std::string order = depends_on_order(
        grading.build, program, op, op.gradients().empty() ? answers.outputs_only : answers.transcript);
    add_sentence(problem, order);
    if (!order.empty()) forget_mistakes(op, spec, problem.checks);
  }
  if (ordinary_cases_pass) {
    // Digits are counted where numbers are ordinary. A further case may have failed for the lack of them.
    const auto of_probes =
        std::span(answers.transcript).first(std::min(unanswered.size(), answers.transcript.size()));
    for (const std::string& gradient : op.gradients())
      add_sentence(problem, doubt_about_derivation(op, of_probes, gradient));
  }
  if (!answers.broken) add_examples(spec, problem.checks, grading.build, program, op, answers.transcript);
  if (!printed.empty()) add_printed(problem.checks, grading.build, program, op, answers.transcript);
  problem.drawn = drawn_case(spec, op, answers.transcript, problem.checks);
  const SourceFile* source = grading.build.source(spec.file);
  if (source) name_changed_forward(spec, op, source->bytes, problem.checks);
  const Status status = status_of(problem.checks);
  const bool wrong = is_wrong(status);
  if (wrong || status == Status::not_implemented) add_excerpt(grading, spec, problem);
  if (problem.excerpt) problem.location->line = problem.excerpt->first_line;
  const std::vector<std::string> warnings = grading.build.warnings(spec.file);
  if (!warnings.empty() && wrong)
    add_sentence(problem, "The compiler warns of " + spec.file + ", " + join(warnings, "; ") + ".");
  return problem;
}

}  // namespace grader
