#include "grader/grading/grade.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/grading/course.hpp"
#include "grader/report/input_error.hpp"
#include "grader/report/json.hpp"
#include "grader/report/page/figure_script.hpp"
#include "grader/report/page/html_report.hpp"
#include "grader/report/progress.hpp"
#include "grader/report/terminal.hpp"
#include "grader/report/write.hpp"

namespace grader {

namespace {

struct GradeCommand {
  std::string submission;
  std::string assignment = "a1-gates";
  std::string problem;
  std::optional<std::uint64_t> seed;
  std::string json;
  std::string html;
  std::string isolation;
  std::optional<double> fail_under;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  bool no_cache = false;
  bool progress = false;
};

// Before anything is graded: a report that cannot be written would be lost.
void require_writable_place(const std::string& file) {
  if (file.empty() || file == "-") return;
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  if (!std::filesystem::is_directory(folder))
    throw InputError(folder.string() + " is not a folder to write a report to");
  if (std::filesystem::is_directory(file))
    throw InputError(file + " is a folder, not a file to write a report to");
}

int run_grade(const GradeCommand& command) {
  if (command.fail_under && !(*command.fail_under >= 0.0 && *command.fail_under <= 1e6)) {
    throw InputError("--fail-under is not a number of points");
  }
  require_writable_place(command.json);
  require_writable_place(command.html);
  const Assignment assignment = load_assignment(assignment_file(command.assignment));
  GradeOptions options;
  options.workshop.isolation = choose_isolation(command.isolation);
  options.workshop.jobs = command.jobs;
  if (!command.no_cache) options.workshop.cache_directory = BACKPROP_CACHE;
  options.seed = command.seed;
  if (!command.problem.empty()) options.problem = command.problem;
  const std::size_t steps = 2 * assignment.problems.size();
  Progress progress = command.progress ? Progress(STDERR_FILENO, steps, Progress::Style::lines)
                                       : Progress(STDERR_FILENO, steps);
  std::mutex mutex;
  options.step = [&](const std::string& what) {
    const std::lock_guard lock(mutex);
    progress.step(what);
  };
  options.detail = [&](const std::string& what) {
    const std::lock_guard lock(mutex);
    progress.detail(what);
  };

  const Report report = grade(assignment, command.submission, options);
  progress.clear();
  if (command.json == "-") {
    fmt::print("{}", json_text(report));
  } else {
    fmt::print("{}", render_terminal(report, {.colour = wants_colour(STDOUT_FILENO)}));
    if (!command.json.empty()) {
      write_atomically(command.json, json_text(report));
      fmt::print("Report: {}\n", command.json);
    }
  }
  if (!command.html.empty()) {
    write_atomically(command.html, render_html(report, {.figure_script = figure_script()}));
    if (command.json != "-") fmt::print("Page: {}\n", command.html);
  }
  const bool ours = std::any_of(report.problems.begin(), report.problems.end(), [](const Problem& problem) {
    return problem.status == Status::grader_error;
  });
  if (ours) return 3;
  return command.fail_under && report.score < *command.fail_under ? 1 : 0;
}

}  // namespace

void add_grade(CLI::App& app, Action& action) {
  auto command = std::make_shared<GradeCommand>();
  CLI::App* grade =
      app.add_subcommand("grade", "Grade a submission: a folder with the files of an assignment.");
  grade->add_option("submission", command->submission, "The folder")->required();
  grade->add_option("--assignment", command->assignment, "Its id, or the path of an assignment.json")
      ->capture_default_str();
  grade->add_option("--problem", command->problem, "Grade only this problem");
  grade->add_option("--seed", command->seed, "Of all inputs (default: made from the submission's content)")
      ->check(CLI::Range(std::uint64_t{0}, kMaxSeed));
  grade->add_option("--json", command->json,
                    "Write the report to this file; - prints it instead of the table");
  grade->add_option("--html", command->html, "Write the report as a page for a browser to this file");
  grade->add_option("--isolation", command->isolation,
                    "Demand this sandbox: bubblewrap, landlock, none (default: the best there is)");
  grade->add_option("--fail-under", command->fail_under, "Exit with 1 when the score is below this");
  grade->add_option("--jobs", command->jobs, "Compile this many files at a time")->check(CLI::Range(1, 256));
  grade->add_flag("--no-cache", command->no_cache, "Compile every file, also those compiled before");
  grade->add_flag("--progress", command->progress,
                  "Say what is being done in lines on stderr, also where that is no terminal");
  grade->callback([&action, command] { action = [command] { return run_grade(*command); }; });
}

}  // namespace grader
