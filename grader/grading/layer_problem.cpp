#include "grader/grading/layer_problem.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/checks/finite_differences.hpp"
#include "grader/grading/circuit_drawing.hpp"
#include "grader/grading/combined_cases.hpp"
#include "grader/grading/computed_numbers.hpp"
#include "grader/grading/drawn_case.hpp"
#include "grader/grading/excerpt.hpp"
#include "grader/grading/failing_case.hpp"
#include "grader/grading/further_cases.hpp"
#include "grader/grading/given_part.hpp"
#include "grader/grading/hint_steps.hpp"
#include "grader/grading/opposite_order.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxBuildMessage = 1000;
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

// Returns the case in which the worker came to its end, or nullptr when all were answered.
const CaseTranscript* last_asked(const Op& op, const Transcript& outputs_only, const Transcript& transcript) {
  const bool forward_only = op.gradients().empty();
  const Transcript& asked = forward_only ? outputs_only : transcript;
  const auto i = first_unanswered(op, asked, forward_only ? Questions::outputs_only : Questions::everything);
  return i ? &asked[*i] : nullptr;
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

bool has_value_check(const ProblemSpec& spec) {
  return std::any_of(spec.checks.begin(), spec.checks.end(),
                     [](const CheckSpec& c) { return c.kind == Kind::value; });
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

// What a layer was asked, what it answered, and how its worker ended.
struct Answers {
  Transcript outputs_only;
  Transcript transcript;
  std::optional<Failure> broken = {};
};

// Returns whether the student's code threw, or something else is wrong.
bool something_is_wrong(const Answers& answers, const std::vector<Check>& checks) {
  if (answers.broken) return false;
  const Failure* failure = first_failure(answers.transcript);
  if (failure != nullptr) return failure->status == Status::crash;
  return std::ranges::any_of(checks, [](const Check& check) { return check.status == Status::fail; });
}

// Asks the questions of both transcripts, which have no answers yet.
void ask_all(const ProblemSpec& spec, const Op& op, Subject& subject, Answers& answers) {
  if (has_value_check(spec)) cases::ask(op, subject, answers.outputs_only, Questions::outputs_only);
  if (!op.gradients().empty()) cases::ask(op, subject, answers.transcript);
}

// Says in which call and case something went wrong.
void name_failures(const Op& op, Answers& answers) {
  std::optional<Failure>& broken = answers.broken;
  if (broken && broken->status != Status::grader_error && broken->status != Status::skipped) {
    const CaseTranscript* last = last_asked(op, answers.outputs_only, answers.transcript);
    const std::string place = last != nullptr ? last->probe : "";
    broken = Failure(broken->status, op.functions.back() + ": " + broken->what() +
                                         (place.empty() ? "." : " (inputs of kind \"" + place + "\")."));
  }
  name_the_call(op, answers.outputs_only);
  name_the_call(op, answers.transcript);
}

// Says what was changed where a forward pass that was given does not give the right outputs any more.
void name_changed_forward(const ProblemSpec& spec, const Op& op, std::string_view source,
                          std::vector<Check>& checks) {
  for (Check& check : checks) {
    const bool of_output =
        check.kind == Kind::contract && check.evidence &&
        std::ranges::find(op.outputs, check.evidence->gradient, &OutputSpec::name) != op.outputs.end();
    if (of_output && spec.forward_share == 0.0)
      check.message = clean(check.message + changed_in_given_part(spec, source), kMaxBuildMessage);
  }
}

// Returns the op's probes without those of checks of their own, such as "saturated": what is wrong there
// costs the points of that check only.
std::vector<Probe> probes_for_all(const ProblemSpec& spec, const Op& op) {
  std::set<std::pair<Kind, std::string>> seen;
  std::set<std::string> special;
  for (const CheckSpec& check : spec.checks) {
    if (!seen.emplace(check.kind, check.gradient).second)
      special.insert(check.probes.begin(), check.probes.end());
  }
  std::vector<Probe> probes = op.probes;
  std::erase_if(probes, [&](const Probe& probe) { return special.contains(probe.id); });
  return probes;
}

// Asks a layer that is right so far cases that combine unusual values, and those that its own comparisons
// suggest. Returns the answers, which are none where there is nothing more to judge. A kit has no reference
// that could answer further cases, so there the comparisons are only named.
std::optional<Answers> ask_further_cases(const Grading& grading, const ProblemSpec& spec,
                                         const LayeredWorker& worker, const Op& op,
                                         const std::vector<Branch>& branches, Problem& problem) {
  const auto lines_at = [&](const std::vector<std::uint64_t>& addresses) {
    return grading.build.lines_at(worker, addresses);
  };
  std::vector<PlacedBranch> suggested = worth_a_case(branches, lines_at, spec.file);
  const SourceFile* source = grading.build.source(spec.file);
  if (source != nullptr) read_numbers(suggested, source->bytes);
  const std::vector<WrittenNumber> numbers =
      source != nullptr ? written_numbers(source->bytes) : std::vector<WrittenNumber>();
  const std::vector<WrittenFraction> fractions =
      source != nullptr ? written_fractions(source->bytes) : std::vector<WrittenFraction>();
  FurtherCases further;
  if (grading.key.stand_in() == nullptr) {
    further.not_taken = those_untried(suggested);
    add_sentence(problem, untried_sentence(further));
    return std::nullopt;
  }
  const Transcript combined = combined_cases(op, probes_for_all(spec, op), grading.seed, spec.tolerance);
  Answers more;
  more.broken = grading.build.ask(worker, [&](Subject& subject) {
    further = {};
    further.cases = combined;
    further.of_combinations = combined.size();
    find_further_cases(op, subject, suggested, grading.seed, spec.tolerance, further);
    find_cases_at_computed_numbers(op, subject, suggested, grading.seed, spec.tolerance, further);
    find_cases_near(op, fractions, spec.file, grading.seed, spec.tolerance, further);
    find_cases_beyond(op, numbers, spec.file, suggested, grading.seed, spec.tolerance, further);
    more.outputs_only = more.transcript = further.cases;
    ask_all(spec, op, subject, more);
  });
  const auto ask_again = [&](const Transcript& cases) {
    more.outputs_only = more.transcript = cases;
    more.broken = grading.build.ask(worker, [&](Subject& subject) { ask_all(spec, op, subject, more); });
  };
  if (more.broken && further.asking && !has_one_answer(op, *further.asking)) {
    // An end in a case without one right answer proves nothing. The cases that were found before it count.
    further.asking.reset();
    ask_again(further.cases);
  }
  if (more.broken && more.broken->status != Status::crash) {
    // Many cases take long together. Only one that takes too long alone is an endless loop.
    CaseTranscript alone;
    if (further.asking) {
      alone = *further.asking;
    } else if (const CaseTranscript* last = last_asked(op, more.outputs_only, more.transcript)) {
      static_cast<CaseQuestion&>(alone) = *last;
    } else {
      return std::nullopt;
    }
    ask_again({alone});
    if (!more.broken) return std::nullopt;
  }
  name_failures(op, more);
  add_sentence(problem, drawn_sentence(further));
  problem.untried = listed(further.not_taken);
  if (!more.broken && further.cases.empty()) return std::nullopt;
  return more;
}

void append(Answers more, Answers& answers) {
  answers.broken = more.broken;
  std::ranges::move(more.outputs_only, std::back_inserter(answers.outputs_only));
  std::ranges::move(more.transcript, std::back_inserter(answers.transcript));
}

// Returns the problem with further cases in the first check of each output and each gradient. A check that
// names its probes would not look at them otherwise.
ProblemSpec with_further_cases(ProblemSpec spec) {
  std::set<std::pair<Kind, std::string>> seen;
  for (CheckSpec& check : spec.checks) {
    if (seen.emplace(check.kind, check.gradient).second && !check.probes.empty())
      check.probes.insert(check.probes.end(), {kFurtherProbe, kCombinedProbe});
  }
  return spec;
}

// Says what is unusual in the case that a check shows, where no comparison of the student's led to it.
void name_combinations(std::vector<Check>& checks) {
  for (Check& check : checks) {
    const bool is_combined = check.failing_case && check.failing_case->probe == kCombinedProbe;
    if (!is_combined || check.message.empty()) continue;
    const std::string& note = check.failing_case->note;
    if (check.message.find(note) != std::string::npos) continue;  // an output's check says it by itself
    check.message = clean(check.message + " " + note, kMaxBuildMessage);
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
    problem.message = clean(none->message, kMaxBuildMessage);
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
  if (all_pass(problem.checks)) {
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
  if (all_pass(problem.checks)) {
    // Digits are counted where numbers are ordinary.
    const auto first = answers.transcript.begin();
    const Transcript of_probes(first, first + static_cast<std::ptrdiff_t>(unanswered.size()));
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
