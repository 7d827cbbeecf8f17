#include "grader/grading/layer_problem.hpp"

#include <algorithm>

#include "grader/base/text.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxBuildMessage = 1000;

// Returns the ids of this assignment's problems whose layers are not the student's in this worker.
std::string stood_in_for(const WorkerLayers& layers) {
  std::string text;
  for (const StandIn& stand_in : layers.stand_ins) {
    if (stand_in.problem) text += (text.empty() ? "" : ", ") + stand_in.problem->id;
  }
  return text;
}

// Returns the probe of the first case that was not answered to its end, for "died in `batch-of-one`".
std::string place_of_death(const Transcript& transcript) {
  for (const CaseTranscript& entry : transcript) {
    if (entry.b_u_interleaved.empty() && entry.outputs_again.empty()) return entry.probe;
  }
  return {};
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

}  // namespace

Problem grade_layer(const Grading& grading, const ProblemSpec& spec, const NameMistake& name_mistake) {
  const WorkerLayers layers = worker_layers(grading.assignment, {&spec}, grading.statuses);
  Problem problem;
  auto worker = grading.build.worker(layers, grading.key);
  if (const auto* none = std::get_if<NoWorker>(&worker)) {
    problem.message = clean(none->message, kMaxBuildMessage);
    problem.checks = all_checks(spec, none->status, {});
    problem.location = location_of(spec, grading.build, none->message);
    return problem;
  }
  problem.location = location_of(spec, grading.build, {});
  const Op& op = *find_op(spec.op);
  Transcript outputs_only = grading.key.cases(op, grading.seed);
  for (CaseTranscript& entry : outputs_only) entry.tolerance = spec.tolerance;
  const Transcript unanswered = outputs_only;
  Transcript transcript = unanswered;
  std::optional<Failure> broken = grading.build.ask(std::get<LayeredWorker>(worker), [&](Subject& subject) {
    outputs_only = transcript = unanswered;
    if (has_value_check(spec)) cases::ask(op, subject, outputs_only, Questions::outputs_only);
    if (!op.gradients().empty()) cases::ask(op, subject, transcript);
  });
  const bool its_own_doing =
      broken && broken->status != Status::grader_error && broken->status != Status::skipped;
  if (its_own_doing) {
    const std::string place = place_of_death(op.gradients().empty() ? outputs_only : transcript);
    broken = Failure(broken->status, op.functions.back() + ": " + broken->what() +
                                         (place.empty() ? "." : " (inputs of kind \"" + place + "\")."));
  }
  problem.checks = judge_layer(spec, op, outputs_only, transcript, broken, name_mistake);
  const std::string others = stood_in_for(layers);
  if (!others.empty() && status_of(problem.checks) != Status::not_implemented) {
    problem.message =
        "Graded with the reference's " + others + " in place of yours, so that a mistake costs points once.";
  }
  return problem;
}

}  // namespace grader
