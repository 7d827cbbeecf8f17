#include "grader/grading/grade.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "grader/grading/layer_problem.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/report/input_error.hpp"

namespace grader {

namespace {

// The wanted problems and, before them, all that they use.
std::vector<const ProblemSpec*> problems_to_grade(const Assignment& assignment,
                                                  const std::optional<std::string>& only) {
  if (only && !assignment.find(*only)) {
    std::string known;
    for (const ProblemSpec& problem : assignment.problems) known += (known.empty() ? "" : ", ") + problem.id;
    throw InputError(assignment.id + " has no problem " + *only + "; it has " + known);
  }
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

Problem grade_problem(const Assignment& assignment, const ProblemSpec& spec, const Workshop& workshop,
                      std::uint64_t seed, const Statuses& statuses, std::vector<Figure>& figures) {
  try {
    return spec.scenario.empty() ? grade_layer(assignment, spec, workshop, seed, statuses)
                                 : grade_scenario(assignment, spec, workshop, seed, statuses, figures);
  } catch (const std::exception& error) {  // ours: this problem gets no points and says why, the others go on
    Problem problem;
    problem.checks = all_checks(spec, Status::grader_error, error.what());
    return problem;
  }
}

}  // namespace

Report grade(const Assignment& assignment, const std::filesystem::path& submission,
             const GradeOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto problems = problems_to_grade(assignment, options.problem);
  Workshop workshop(assignment, submission, options.workshop);

  Report report;
  report.grader = {BACKPROP_VERSION, workshop.compiler(), std::string(to_string(options.workshop.isolation))};
  report.assignment = assignment.id;
  report.submission = {std::filesystem::absolute(submission).lexically_normal().filename().string(),
                       workshop.sha256()};
  report.seed = options.seed.value_or(seed_for(0, workshop.sha256()));

  workshop.compile(problems, options.step);
  Statuses statuses;
  for (const ProblemSpec* spec : problems) {
    options.step("checking " + spec->id);
    std::vector<Figure> figures;
    Problem problem = grade_problem(assignment, *spec, workshop, report.seed, statuses, figures);
    problem.id = spec->id;
    problem.title = spec->title;
    statuses[spec->id] = status_of(problem.checks);
    if (options.problem && spec->id != *options.problem) continue;
    report.problems.push_back(std::move(problem));
    std::move(figures.begin(), figures.end(), std::back_inserter(report.figures));
  }
  report.duration_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
  tally(report);
  return report;
}

}  // namespace grader
