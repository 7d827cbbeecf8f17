#include "grader/grading/grade.hpp"

#include <fmt/chrono.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>
#include <map>
#include <mutex>
#include <set>

#include "grader/base/input_error.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/grading/layer_problem.hpp"
#include "grader/grading/library.hpp"
#include "grader/grading/parallel.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/sandbox/machine.hpp"

namespace grader {

namespace {

// Returns the wanted problems, each after the problems that it uses.
std::vector<const ProblemSpec*> problems_to_grade(const Assignment& assignment,
                                                  const std::optional<std::string>& only) {
  if (only) require_problem(assignment, *only);
  std::set<std::string> wanted;
  for (auto problem = assignment.problems.rbegin(); problem != assignment.problems.rend(); ++problem) {
    if (only && problem->id != *only && !wanted.contains(problem->id)) continue;
    wanted.insert(problem->id);
    wanted.insert(problem->uses.begin(), problem->uses.end());
  }
  std::vector<const ProblemSpec*> result;
  for (const ProblemSpec& problem : assignment.problems) {
    if (wanted.contains(problem.id)) result.push_back(&problem);
  }
  return result;
}

// Returns the problems of the called layers, and what they use, without those that have been graded.
std::vector<const ProblemSpec*> called_and_not_graded(const Assignment& assignment,
                                                      const std::vector<CalledLayer>& called,
                                                      const Statuses& statuses) {
  std::set<const ProblemSpec*> wanted;
  for (const CalledLayer& layer : called) {
    if (!assignment.find(layer.problem->id)) continue;  // of a kit's library, which is not checked
    for (const ProblemSpec* problem : problems_to_grade(assignment, layer.problem->id))
      wanted.insert(problem);
  }
  std::vector<const ProblemSpec*> result;
  for (const ProblemSpec& problem : assignment.problems) {
    if (wanted.contains(&problem) && !statuses.contains(problem.id)) result.push_back(&problem);
  }
  return result;
}

// Groups the problems into waves. The problems of a wave can be graded side by side; each comes in a later
// wave than the problems it uses.
std::vector<std::vector<const ProblemSpec*>> waves(const std::vector<const ProblemSpec*>& problems) {
  std::map<std::string, std::size_t> depth;
  std::vector<std::vector<const ProblemSpec*>> result;
  for (const ProblemSpec* problem : problems) {
    std::size_t level = 0;
    for (const std::string& used : problem->uses) {
      // What has been graded before these is not among them.
      if (const auto before = depth.find(used); before != depth.end())
        level = std::max(level, before->second + 1);
    }
    depth[problem->id] = level;
    result.resize(std::max(result.size(), level + 1));
    result[level].push_back(problem);
  }
  // Trainings take longest. When the time is up, the others have their verdicts.
  for (auto& wave : result) {
    std::ranges::stable_partition(wave, [](const ProblemSpec* problem) { return problem->scenario.empty(); });
  }
  return result;
}

// Reads what the student expects. Questions of other assignments are known, too: one file may serve them all.
Predictions predictions_in(const SourceFiles& files) {
  std::vector<const Scenario*> scenarios;
  for (const Scenario& scenario : all_scenarios()) scenarios.push_back(&scenario);
  const CollectedFile& taken = files.predictions;
  if (taken.file) return read_predictions(taken.file->bytes, questions_of(scenarios));
  return {{}, taken.missing ? std::vector<std::string>() : std::vector{taken.problem}};
}

using Clock = std::chrono::steady_clock;

std::int64_t milliseconds_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

// Returns when and where this is, with no problem graded yet.
RunInfo this_run() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  const bool is_named = gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0';
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return {.graded_at = fmt::format("{:%FT%TZ}", fmt::gmtime(now)),
          .hostname = is_named ? clean(name.data(), HOST_NAME_MAX) : "localhost"};
}

struct Graded {
  Problem problem;
  std::vector<Figure> figures;
  std::vector<CalledLayer> called = {};  // other layers that the student's files call
  std::int64_t milliseconds = 0;
};

// Returns what keeps this machine from grading. No student code has run yet.
std::optional<std::string> fault_of_machine(const Assignment& assignment) {
  return machine_fault(
      {assignment.worker_limits, assignment.build_limits.compile, assignment.build_limits.link},
      assignment.total_seconds);
}

Graded grade_in_time(const Grading& grading, const ProblemSpec& spec, const GradeOptions& options) {
  Graded result;
  if (const auto none = grading.build.out_of_time()) {
    result.problem.checks = all_checks(spec, none->status, none->message);
  } else if (spec.scenario.empty()) {
    result.problem = grade_layer(grading, spec, options.name_mistake, &result.called);
  } else {
    result.problem = grade_scenario(grading, spec, result.figures, options.detail, &result.called);
  }
  return result;
}

// `fault` is why this machine cannot grade, or nullopt.
Graded grade_problem(const Grading& grading, const ProblemSpec& spec, const GradeOptions& options,
                     const std::optional<std::string>& fault) {
  const Clock::time_point start = Clock::now();
  Graded result;
  try {
    if (fault) throw std::runtime_error(*fault);
    result = grade_in_time(grading, spec, options);
  } catch (const std::exception& error) {  // the grader's fault: the other problems go on
    result.problem.checks = all_checks(spec, Status::grader_error, error.what());
  }
  result.problem.id = spec.id;
  result.problem.title = spec.title;
  result.milliseconds = milliseconds_since(start);
  return result;
}

}  // namespace

void require_problem(const Assignment& assignment, const std::string& id) {
  if (assignment.find(id)) return;
  throw InputError(assignment.id + " has no problem " + id + "; it has " +
                   join(assignment.problems, &ProblemSpec::id));
}

Report grade(const Assignment& assignment, const std::filesystem::path& submission,
             const GradeOptions& options) {
  Report report = grade(assignment, files_in(submission, assignment), options);
  report.submission.id = std::filesystem::absolute(submission).lexically_normal().filename().string();
  return report;
}

Report grade(const Assignment& assignment, const SourceFiles& files, const GradeOptions& options) {
  const Clock::time_point start = Clock::now();
  const auto problems = problems_to_grade(assignment, options.problem);
  BuildOptions build_options = options.build;
  build_options.deadline = start + std::chrono::duration_cast<Clock::duration>(
                                       std::chrono::duration<double>(assignment.total_seconds));
  SubmissionBuild build(assignment, files, build_options);
  const Predictions predictions = predictions_in(files);
  const auto key = answer_key_of(assignment);

  Report report;
  report.run = this_run();
  report.grader = {BACKPROP_VERSION, build.compiler(), std::string(to_string(options.build.isolation))};
  report.assignment = assignment.id;
  report.submission.sha256 = build.sha256();
  report.seed = options.seed ? *options.seed : assignment.seeds.master_seed(build.sha256());

  const std::optional<std::string> fault = fault_of_machine(assignment);
  if (!fault) build.compile(with_own_library(assignment, problems), options.step);
  std::map<std::string, Graded> graded;
  Statuses statuses;
  const Grading grading{assignment, build, *key, report.seed, statuses, predictions};
  const auto grade_all = [&](const std::vector<const ProblemSpec*>& wanted) {
    for (const auto& wave : waves(wanted)) {
      std::mutex mutex;
      for_each_parallel(wave.size(), options.build.jobs, [&](std::size_t i) {
        options.step("checking " + wave[i]->id);
        Graded result = grade_problem(grading, *wave[i], options, fault);
        const std::lock_guard lock(mutex);
        graded[wave[i]->id] = std::move(result);
      });
      for (const ProblemSpec* spec : wave) statuses[spec->id] = status_of(graded.at(spec->id).problem.checks);
    }
  };
  grade_all(problems);
  if (options.problem && statuses.at(*options.problem) != Status::pass)
    grade_all(called_and_not_graded(assignment, graded.at(*options.problem).called, statuses));
  for (const ProblemSpec* spec : problems) {
    if (options.problem && spec->id != *options.problem) continue;
    if (!spec->scenario.empty()) report.prediction_notes = predictions.notes;
    Graded& result = graded.at(spec->id);
    if (statuses.at(spec->id) != Status::pass)
      add_sentence(result.problem, called_and_wrong(result.called, spec->file, statuses));
    report.run->problem_ms[spec->id] = result.milliseconds;
    report.problems.push_back(std::move(result.problem));
    std::move(result.figures.begin(), result.figures.end(), std::back_inserter(report.figures));
  }
  report.duration_ms = milliseconds_since(start);
  tally(report);
  return report;
}

}  // namespace grader
