#include "grader/grading/layer_problem.hpp"

#include <algorithm>
#include <set>

#include "grader/base/text.hpp"
#include "grader/grading/golden.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxBuildMessage = 1000;

std::string join(const std::vector<const ProblemSpec*>& problems) {
  std::string text;
  for (const ProblemSpec* problem : problems) text += (text.empty() ? "" : ", ") + problem->id;
  return text;
}

// "died in `batch-of-one`": the first case that was not answered to its end.
std::string place_of_death(const Transcript& transcript) {
  for (const CaseTranscript& entry : transcript) {
    if (entry.b_u_interleaved.empty() && entry.outputs_again.empty()) return entry.probe;
  }
  return {};
}

// The compiler's line; otherwise the function that the points are for, which comes last.
SourceLocation location_of(const ProblemSpec& spec, const Workshop& workshop,
                           std::string_view build_message) {
  SourceLocation location{spec.file, described_line(build_message, spec.file)};
  const SourceFile* source = workshop.source(spec.file);
  if (!location.line && source)
    location.line = line_of_function(source->bytes, find_op(spec.op)->functions.back());
  return location;
}

bool has_value_check(const ProblemSpec& spec) {
  return std::any_of(spec.checks.begin(), spec.checks.end(),
                     [](const CheckSpec& c) { return c.kind == Kind::value; });
}

}  // namespace

Helpers helpers_of(const Assignment& assignment, const std::vector<const ProblemSpec*>& problems,
                   const Statuses& statuses) {
  Helpers helpers;
  std::set<const ProblemSpec*> known(problems.begin(), problems.end());
  for (const ProblemSpec* problem : problems) {
    for (const std::string& id : problem->uses) {
      const ProblemSpec* used = assignment.find(id);
      if (!known.insert(used).second) continue;
      (statuses.at(id) == Status::pass ? helpers.own : helpers.borrowed).push_back(used);
    }
  }
  return helpers;
}

Problem grade_layer(const Assignment& assignment, const ProblemSpec& spec, const Workshop& workshop,
                    std::uint64_t seed, const Statuses& statuses, const NameMistake& name_mistake) {
  const Helpers helpers = helpers_of(assignment, {&spec}, statuses);
  Problem problem;
  auto worker = workshop.worker({&spec}, helpers);
  if (const auto* none = std::get_if<NoWorker>(&worker)) {
    problem.message = clean(none->message, kMaxBuildMessage);
    problem.checks = all_checks(spec, none->status, {});
    problem.location = location_of(spec, workshop, none->message);
    return problem;
  }
  problem.location = location_of(spec, workshop, {});
  const Op& op = *find_op(spec.op);
  Transcript outputs_only = assignment.kit ? read_golden_cases(assignment.kit->golden, op) : plan(op, seed);
  for (CaseTranscript& entry : outputs_only) entry.tolerance = spec.tolerance;
  Transcript transcript = outputs_only;
  std::optional<Failure> broken = workshop.ask(std::get<Worker>(worker), [&](Subject& subject) {
    if (has_value_check(spec)) ask(op, subject, outputs_only, Questions::outputs_only);
    if (!op.gradients().empty()) ask(op, subject, transcript);
  });
  if (broken && broken->status != Status::grader_error) {
    const std::string place = place_of_death(op.gradients().empty() ? outputs_only : transcript);
    broken = Failure(broken->status, op.functions.back() + ": " + broken->what() +
                                         (place.empty() ? "." : " (inputs of kind \"" + place + "\")."));
  }
  problem.checks = judge_layer(spec, op, outputs_only, transcript, broken, name_mistake);
  if (!helpers.borrowed.empty() && status_of(problem.checks) != Status::not_implemented) {
    problem.message = "Graded with the reference's " + join(helpers.borrowed) +
                      " in place of yours, so that a mistake costs points once.";
  }
  return problem;
}

}  // namespace grader
