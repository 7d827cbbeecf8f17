#include "grader/grading/grade.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/cli/user_files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "grader/base/files.hpp"
#include "grader/base/places.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/cli/program.hpp"
#include "grader/cli/watch.hpp"
#include "grader/grading/course.hpp"
#include "grader/report/json.hpp"
#include "grader/report/page/figure_script.hpp"
#include "grader/report/page/html_report.hpp"
#include "grader/report/progress.hpp"
#include "grader/report/since_last_run.hpp"
#include "grader/report/terminal.hpp"
#include "grader/report/terminal_problem.hpp"
#include "grader/submission/gather.hpp"

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
  bool watch = false;
  bool show_case = false;
  std::size_t hints = 1;
};

GradeOptions options_for(const GradeCommand& command) {
  GradeOptions options;
  options.build.isolation = choose_isolation(command.isolation);
  options.build.jobs = command.jobs;
  if (!command.no_cache) options.build.cache_directory = cache_folder();
  options.build.keep_workers = true;
  options.seed = command.seed;
  options.name_mistake = hints();
  if (!command.problem.empty()) options.problem = command.problem;
  return options;
}

// Returns "my-gates" for "my-gates/" as well.
std::string name_of(const std::filesystem::path& submission) {
  return std::filesystem::absolute(submission / "").lexically_normal().parent_path().filename().string();
}

Gathered gather_files(const GradeCommand& command, const Assignment& assignment, Isolation isolation) {
  return gather({command.submission}, assignment.files(), {.open = archives(isolation)});
}

Report grade_with_progress(const Assignment& assignment, const GradeCommand& command) {
  GradeOptions options = options_for(command);
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
  const Gathered gathered = gather_files(command, assignment, options.build.isolation);
  Report report = grade(assignment, gathered.files, options);
  report.submission.id = name_of(command.submission);
  describe(gathered, report);
  progress.clear();
  return report;
}

// Returns whether the report has inputs to show.
bool has_case(const Report& report) {
  for (const Problem& problem : report.problems) {
    const Check* check = first_failing(problem);
    if (check && check->visibility == Visibility::shown && check->failing_case) return true;
  }
  return false;
}

// Returns whether the report has a further step of a hint to show.
bool has_more_hints(const Report& report, std::size_t shown) {
  for (const Problem& problem : report.problems) {
    const Check* check = first_failing(problem);
    if (check && check->visibility == Visibility::shown && check->more_hints.size() + 1 > shown) return true;
  }
  return false;
}

// Says how to see more of what fails.
std::string how_to_see_more(const Report& report, const TerminalOptions& options) {
  std::vector<std::string> ways;
  if (has_more_hints(report, options.hints))
    ways.push_back(options.words.hint + (options.hints < 2 ? "2 for the idea behind an answer that is wrong"
                                                           : "3 for an example with numbers"));
  if (!options.show_case && !options.words.show_case.empty() && has_case(report))
    ways.push_back(options.words.show_case + " to see the inputs that fail");
  return ways.empty() ? "" : "Add " + join(ways, ", or ") + ".\n";
}

// Returns the report that an earlier run wrote to this file, or nullopt.
std::optional<Report> report_before(const std::string& json) {
  if (json.empty() || json == "-" || !std::filesystem::is_regular_file(json)) return std::nullopt;
  try {
    return parse_report(read_file(json), json);
  } catch (const std::exception&) {  // something else, which is overwritten
    return std::nullopt;
  }
}

// The run before this one, as far as it is known.
struct EarlierReport {
  std::optional<Report> report;    // of the last run, while it is watched
  std::vector<std::string> saved;  // the files that were saved since then
};

// Returns what the options are called of the command that the user typed: `make` runs this program with a
// variable that says which of its own variables the target takes.
OptionWords option_words() {
  const char* variables = std::getenv("BACKPROP_MAKE_VARIABLES");
  return variables == nullptr ? OptionWords{} : words_of_make(variables);
}

// Prints and writes a report. `json` and `html` are the files to write, "" for none; "-" as `json` prints the
// JSON instead of the table.
void tell(const Report& report, const std::string& json, const std::string& html, const GradeCommand& command,
          const EarlierReport& earlier = {}) {
  if (json == "-") {
    fmt::print("{}", json_text(report));
  } else {
    const TerminalOptions options = {.colour = wants_colour(STDOUT_FILENO),
                                     .show_case = command.show_case,
                                     .hints = command.hints,
                                     .saved = earlier.saved,
                                     .words = option_words()};
    fmt::print("{}", render_terminal(report, options));
    const std::optional<Report> before = earlier.report ? earlier.report : report_before(json);
    const std::string progress = before ? since_last_run(*before, report) : "";
    if (!progress.empty()) fmt::print("{}\n", progress);
    fmt::print("{}", how_to_see_more(report, options));
    if (!json.empty()) {
      write_atomically(json, json_text(report));
      fmt::print("Report: {}\n", json);
    }
  }
  if (!html.empty()) {
    write_atomically(html, render_html(report, {.figure_script = figure_script(),
                                                .handout_link = handouts_beside(html),
                                                .words = option_words()}));
    if (json != "-") fmt::print("Page: {}\n", html);
  }
  if (const auto warning = own_code_only(); warning && json != "-") fmt::print("Caution: {}.\n", *warning);
}

bool grader_failed(const Report& report) {
  return std::any_of(report.problems.begin(), report.problems.end(),
                     [](const Problem& problem) { return problem.status == Status::grader_error; });
}

int exit_code(const GradeCommand& command, bool failed, double score) {
  if (failed) return 3;
  return command.fail_under && score < *command.fail_under ? 1 : 0;
}

void require_places(const GradeCommand& command) {
  require_writable_place(command.json);
  if (command.html == "-") throw InputError("--html names a file, and - is not a file");
  require_writable_place(command.html);
  if (!command.json.empty() && !command.html.empty() && command.json != "-" &&
      std::filesystem::weakly_canonical(command.json) == std::filesystem::weakly_canonical(command.html))
    throw InputError("--json and --html name the same file, " + command.json);
}

int grade_one(const GradeCommand& command, EarlierReport& earlier) {
  require_places(command);
  const Report report = grade_with_progress(load_assignment(assignment_file(command.assignment)), command);
  tell(report, command.json, command.html, command, earlier);
  earlier.report = report;
  return exit_code(command, grader_failed(report), report.score);
}

// Returns "REPORTS/a1-gates.json", or "" if `folder` is empty.
std::string file_in(const std::string& folder, const std::string& assignment, const char* suffix) {
  return folder.empty() ? "" : (std::filesystem::path(folder) / (assignment + suffix)).string();
}

void require_folder(const std::string& option, const std::string& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return;
  throw InputError(
      fmt::format("with --assignment all, {} names a folder, and {} is not a folder", option, folder));
}

// Grades every assignment of the course. A missing assignment scores 0 and does not stop the others.
int grade_all(const GradeCommand& command) {
  if (!command.problem.empty())
    throw InputError("--problem needs the assignment that it belongs to, not all");
  require_folder("--json", command.json);
  require_folder("--html", command.html);
  double score = 0.0;
  double max_score = 0.0;
  bool failed = false;
  std::size_t graded = 0;
  std::vector<std::string> not_graded;
  for (const std::string& id : course_assignments()) {
    const Assignment assignment = load_assignment(assignment_file(id));
    max_score = sum_points({max_score, assignment.max_points()});
    try {
      const Report report = grade_with_progress(assignment, command);
      tell(report, file_in(command.json, id, ".json"), file_in(command.html, id, ".html"), command);
      fmt::print("\n");
      score = sum_points({score, report.score});
      failed |= grader_failed(report);
      ++graded;
    } catch (const InputError& error) {
      not_graded.push_back(fmt::format("{}: 0 points. {}\n", id, error.what()));
    }
  }
  if (graded == 0) {
    if (!std::filesystem::exists(command.submission))
      throw InputError("there is no folder " + command.submission);
    throw InputError(fmt::format("there is no file of any assignment to grade in {}", command.submission));
  }
  fmt::print("{}All assignments: {} / {} points\n", fmt::join(not_graded, ""), format_points(score),
             format_points(max_score));
  return exit_code(command, failed, score);
}

int run_grade(const GradeCommand& command, EarlierReport& earlier) {
  if (command.fail_under && !(*command.fail_under >= 0.0 && *command.fail_under <= 1e6)) {
    throw InputError("--fail-under is not a number of points");
  }
  return command.assignment == "all" ? grade_all(command) : grade_one(command, earlier);
}

// Returns the folders of the files that are graded; for an archive, the folder that has it. Adds the folder
// of the student's own library if the assignment has one.
std::vector<std::filesystem::path> folders_to_watch(const Assignment& assignment,
                                                    const GradeCommand& command) {
  const std::filesystem::path submission = command.submission;
  const Isolation isolation = choose_isolation(command.isolation);
  std::vector<std::filesystem::path> folders;
  const auto add = [&](const std::filesystem::path& folder) {
    if (std::filesystem::is_directory(folder) && std::ranges::find(folders, folder) == folders.end())
      folders.push_back(folder);
  };
  try {
    const Gathered gathered = gather_files(command, assignment, isolation);
    for (const CollectedFile& file : gathered.files.files) {
      const auto inner = gathered.in_subfolders.find(file.name);
      const std::string path = inner == gathered.in_subfolders.end() ? file.name : inner->second;
      if (!file.missing) add((submission / gathered.folder / path).lexically_normal().parent_path());
    }
  } catch (const InputError&) {  // grading reports it
  }
  if (folders.empty())
    folders.push_back(std::filesystem::is_regular_file(submission)
                          ? std::filesystem::absolute(submission).parent_path()
                          : submission);
  if (!assignment.own_library.empty()) folders.push_back(assignment.own_library_folder);
  return folders;
}

// Grades after each save until it is interrupted. An InputError does not end it, because the next save may
// fix the cause.
int run_watch(const GradeCommand& command) {
  if (command.assignment == "all") throw InputError("--watch needs one assignment, not all");
  const Assignment assignment = load_assignment(assignment_file(command.assignment));
  require_places(command);
  if (!command.problem.empty()) require_problem(assignment, command.problem);
  const Watch watch(folders_to_watch(assignment, command), {".cpp", kPredictionsFile});
  EarlierReport earlier;
  while (true) {
    try {
      run_grade(command, earlier);
    } catch (const InputError& error) {
      fmt::print("{}\n", clean(error.what(), 2000));
    }
    fmt::print("Waiting for a file to be saved; Ctrl-C ends this.\n");
    std::fflush(stdout);
    earlier.saved = watch.wait();
    fmt::print("\n{} saved\n", clean(join(earlier.saved), 200));
  }
}

}  // namespace

void add_grade(CommandLine& line) {
  auto command = std::make_shared<GradeCommand>();
  Command grade = line.add(
      "grade", "Grade a submission: the files of an assignment, in a folder or an archive.", [command] {
        EarlierReport none;
        return command->watch ? run_watch(*command) : run_grade(*command, none);
      });
  grade.option("submission", command->submission, "The folder, archive or file", {.required = true});
  grade.option("--assignment", command->assignment, "Its id, the path of an assignment.json, or all",
               {.shows_default = true});
  grade.option("--problem", command->problem, "Grade only this problem");
  grade.option("--seed", command->seed, "Of all inputs (default: made from the submission's content)",
               {.range = {{0, kMaxSeed}}});
  grade.option("--json", command->json,
               "Write the report to this file; - prints it instead of the table. With all: to this folder");
  grade.option("--html", command->html,
               "Write the report as a page for a browser to this file; with all: to this folder");
  grade.option("--isolation", command->isolation, kIsolationHelp);
  grade.option("--fail-under", command->fail_under, "Exit with 1 when the score is below this");
  grade.option("--jobs", command->jobs, "Compile this many files at a time", {.range = {{1, 256}}});
  grade.flag("--no-cache", command->no_cache, "Compile every file, also those compiled before");
  grade.flag("--progress", command->progress,
             "Say what is being done in lines on stderr, also where that is no terminal");
  grade.flag("--show-case", command->show_case,
             "Show the inputs, upstream gradient and answer of a case that fails");
  grade.option("--hint", command->hints,
               "How far a hint goes: 1 a sentence, 2 the idea, 3 an example with numbers",
               {.range = {{1, 3}}});
  grade.flag("--watch", command->watch, "Grade again each time a file of the folder is saved");
}

}  // namespace grader
