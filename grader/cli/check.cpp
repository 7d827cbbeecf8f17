#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/places.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/cli/program.hpp"
#include "grader/cli/user_files.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/grade.hpp"
#include "grader/report/terminal.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

struct CheckCommand {
  std::string assignment;
  std::string isolation;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
};

// Returns the solution of a layer, which may be in any folder of solutions and have another name in this
// assignment. Returns a missing file if there is none.
CollectedFile solution_of(const ProblemSpec& problem) {
  for (const fs::directory_entry& folder : fs::directory_iterator(course_sources() / "solutions")) {
    std::ifstream stream(folder.path() / (problem.op + ".cpp"), std::ios::binary);
    if (!stream) continue;
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    std::string hash = sha256(text);
    return {.name = problem.file,
            .file = SourceFile{problem.file, std::move(text), std::move(hash)},
            .problem = {}};
  }
  return missing_file(problem.file);
}

SourceFiles solutions_of(const Assignment& assignment) {
  SourceFiles files;
  for (const ProblemSpec& problem : assignment.problems) {
    if (!problem.file.empty()) files.files.push_back(solution_of(problem));
  }
  files.sha256 = hash_of(files.files);
  return files;
}

void print_points(const Assignment& assignment) {
  for (const ProblemSpec& problem : assignment.problems) {
    std::vector<double> points;
    std::size_t hidden = 0;
    for (const CheckSpec& check : problem.checks) {
      points.push_back(check.points);
      hidden += check.visibility == Visibility::hidden ? 1 : 0;
    }
    fmt::print("{:<24} {:>5} points, {} check{}{}\n", problem.id, format_points(sum_points(points)),
               problem.checks.size(), problem.checks.size() == 1 ? "" : "s",
               hidden == 0 ? "" : fmt::format(", {} of them hidden", hidden));
  }
}

int run_check(const CheckCommand& command) {
  const fs::path file = assignment_file(command.assignment);
  const Assignment assignment = load_assignment(file);
  print_points(assignment);
  std::fflush(stdout);
  GradeOptions options;
  options.build.isolation = choose_isolation(command.isolation);
  options.build.jobs = command.jobs;
  options.build.cache_directory = cache_folder();
  options.name_mistake = hints();
  Report report = grade(assignment, solutions_of(assignment), options);
  report.submission.id = "solutions";
  const bool right = std::ranges::all_of(
      report.problems, [](const Problem& problem) { return problem.status == Status::pass; });
  if (!right) {
    fmt::print("\n{}", render_terminal(report, {}));
    throw InputError(fmt::format("{}: the course's own solutions get {} of {} points", file.string(),
                                 format_points(report.score), format_points(report.max_score)));
  }
  fmt::print("{} is in order: the course's solutions get all {} points.\n", file.string(),
             format_points(report.max_score));
  return 0;
}

}  // namespace

void add_check(CommandLine& line) {
  auto command = std::make_shared<CheckCommand>();
  Command check = line.add(
      "check",
      "Check an assignment.json: what it says, and that the course's solutions get all of its points.",
      [command] { return run_check(*command); });
  check.option("assignment", command->assignment, "Its path, or an assignment's id", {.required = true});
  check.option("--isolation", command->isolation, kIsolationHelp);
  check.option("--jobs", command->jobs, "Compile this many files at a time", {.range = {{1, 256}}});
}

}  // namespace grader
