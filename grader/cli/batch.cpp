#include "grader/batch/batch.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/places.hpp"
#include "grader/base/system.hpp"
#include "grader/batch/discover.hpp"
#include "grader/batch/local_engine.hpp"
#include "grader/batch/pages.hpp"
#include "grader/batch/run_task.hpp"
#include "grader/batch/similarity.hpp"
#include "grader/batch/slurm_engine.hpp"
#include "grader/batch/summary.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/cli/user_files.hpp"
#include "grader/grading/course.hpp"
#include "grader/report/progress_bar.hpp"

namespace grader {

namespace {

struct BatchCommand {
  std::string submissions;
  std::string assignment = "a1-gates";
  std::string out;
  std::string roster;
  std::string engine = "local";
  std::optional<std::size_t> jobs;
  std::optional<std::uint64_t> seed;
  std::string isolation;
  std::string cache = cache_folder().string();
  bool regrade = false;
  bool similarity = false;
  bool take_similar = false;
  bool anonymous = false;
  bool trust_all_code = false;
  bool replace_class = false;
  std::vector<std::string> corpus;
};

std::unique_ptr<Engine> make_engine(const BatchCommand& command) {
  const std::filesystem::path program = system::running_program();
  if (command.engine == "slurm") {
    return std::make_unique<SlurmEngine>(program,
                                         SlurmEngine::Options{.at_a_time = command.jobs.value_or(0)});
  }
  return std::make_unique<LocalEngine>(
      program, command.jobs.value_or(std::max(1u, std::thread::hardware_concurrency())));
}

int batch_exit_code(const BatchResult& result) {
  const bool ours = std::ranges::any_of(
      result.rows, [](const Row& row) { return row.record.status == BatchStatus::grader_error; });
  if (ours) return 3;
  const bool open = std::ranges::any_of(result.rows, [](const Row& row) {
    return row.record.status == BatchStatus::left_alone || row.record.status == BatchStatus::ambiguous ||
           !row.submission.nobodys.empty();
  });
  return open ? 1 : 0;
}

// Writes pages and comparison, and prints the summary. Returns false if the comparison failed; everything
// else is written nevertheless.
bool write_results(const BatchCommand& command, Isolation isolation, const BatchResult& result,
                   double seconds) {
  const GradesFolder folder(command.out);
  std::string similar;
  Similarities similarities;
  bool compared = true;
  if (command.similarity) {
    try {
      similarities = similar_pairs(result.assignment, result.rows, isolation,
                                   {command.corpus.begin(), command.corpus.end()});
      write_atomically(folder.similarity(), similarity_csv(similarities));
      similar = render_similarity(similarities);
    } catch (const ComparisonFailed& failed) {
      fmt::print(stderr, "grader: {}\n", failed.what());
      similar =
          "\nThe submissions were not compared. The same command without --regrade tries again, and grades "
          "nothing anew.\n";
      compared = false;
    }
  }
  write_pages(folder, result.assignment, result.rows, similarities.pairs, command.anonymous);
  fmt::print("{}{}\nGrades:  {}\nReports: {}\nPage:    {}\n",
             render_summary(result.assignment, result.rows,
                            {.seconds = seconds,
                             .regrade = result.regrade,
                             .generation = result.generation,
                             .shown = result.shown}),
             similar, folder.grades().string(), folder.reports().string(), folder.class_page().string());
  return compared;
}

// A class is other people's code.
void require_sandbox_or_trust(bool trusted) {
  if (built_with_sandbox() || trusted) return;
  throw InputError(
      "this grader was built without a sandbox, and a class is other people's code: it would run as you, and "
      "could read and change all your files. If you trust all of it, add --trust-all-code");
}

int run_batch_command(const BatchCommand& command) {
  require_sandbox_or_trust(command.trust_all_code);
  BatchOptions options{.submissions = command.submissions,
                       .grades = command.out,
                       .roster = command.roster,
                       .assignment = assignment_file(command.assignment),
                       .cache = command.cache,
                       .isolation = choose_isolation(command.isolation),
                       .seed = command.seed,
                       .regrade = command.regrade,
                       .take_similar = command.take_similar,
                       .replace_class = command.replace_class};
  if (command.similarity) require_similarity();
  if (!command.corpus.empty() && !command.similarity)
    throw InputError("--corpus is for --similarity, which is not given.");
  for (const std::string& folder : command.corpus) (void)discover(folder);  // complain before the work starts
  std::optional<ProgressBar> bar;
  options.started = [&](const BatchStart& start) {
    fmt::print("Grading {} submission{} into {}", start.total, start.total == 1 ? "" : "s", command.out);
    if (start.kept > 0) fmt::print(": {} kept from before", start.kept);
    if (start.conditions_changed)
      fmt::print(": all anew, since the grader, the assignment or an option has changed");
    fmt::print("\n");
    std::fflush(stdout);
    bar.emplace(STDERR_FILENO, start.total - start.kept);
  };
  options.ended = [&] { bar->advance(); };
  options.tick = [&] { bar->tick(); };

  const auto start = std::chrono::steady_clock::now();
  bool compared = true;
  options.results = [&](const BatchResult& result) {
    bar.reset();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    compared = write_results(command, options.isolation, result, seconds);
  };
  const std::unique_ptr<Engine> engine = make_engine(command);
  try {
    const BatchResult result = run_batch(options, *engine);
    return compared ? batch_exit_code(result) : 3;
  } catch (const Interrupted& interrupted) {
    bar.reset();
    fmt::print(stderr, "grader: stopped ({}). The finished grades are kept: the same command continues.\n",
               interrupted.what());
    return 128 + SIGINT;
  }
}

struct TaskCommand {
  std::string plan;
  std::size_t task = 0;
  std::size_t parent = 0;
};

int run_task_command(const TaskCommand& command) {
  if (command.parent != 0) {
    // A killed process cannot kill its children, so the kernel does.
    system::end_with_parent();
    if (getppid() != static_cast<pid_t>(command.parent)) return 3;
  }
  const Plan plan = read_plan(command.plan);
  if (command.task >= plan.tasks.size())
    throw InputError("The plan has no task " + std::to_string(command.task));
  return run_task(plan, plan.tasks[command.task]) ? 0 : 3;
}

}  // namespace

void add_batch(CommandLine& line) {
  auto command = std::make_shared<BatchCommand>();
  Command batch = line.add(
      "batch",
      "Grade a class: a folder with a folder or archive for each student, or what Gradescope, Canvas, "
      "Moodle or Blackboard let one download. If it is stopped, the same command continues.",
      [command] { return run_batch_command(*command); });
  batch.option("submissions", command->submissions, "The folder", {.required = true});
  batch.option("--out", command->out, "The folder for grades.csv and reports", {.required = true});
  batch.option("--assignment", command->assignment, "Its id, or the path of an assignment.json",
               {.shows_default = true});
  batch.option("--roster", command->roster,
               "The list of the class, so that everybody has a row: Canvas's gradebook, Moodle's grading "
               "worksheet, Blackboard's grade centre, or any CSV file with names and ids");
  batch.option("--engine", command->engine,
               "Where: local (processes on this machine), slurm (arrays of jobs)",
               {.shows_default = true, .one_of = {"local", "slurm"}});
  batch.option("--jobs", command->jobs,
               "Grade this many submissions at a time (default: one for each processor)",
               {.range = {{1, 4096}}});
  batch.option("--seed", command->seed, "Of all inputs (default: made from each submission's content)",
               {.range = {{0, kMaxSeed}}});
  batch.option("--isolation", command->isolation, kIsolationHelp);
  batch.flag(
      "--trust-all-code", command->trust_all_code,
      "Grade a class with a grader that was built without a sandbox: all code is trusted like your own");
  batch.option("--cache", command->cache, "Folder of compiled files, so that none is compiled twice");
  batch.flag("--regrade", command->regrade, "Grade again what is graded, and say what has changed");
  batch.flag(
      "--take-similar-names", command->take_similar,
      "Take affine-1.cpp, Affine.cpp or affine.cc for a missing affine.cpp, and UTF-16; the report says so");
  batch.flag("--replace-class", command->replace_class,
             "If --out has the grades of another class, remove them; otherwise such a folder is refused");
  batch.flag("--anonymous", command->anonymous,
             "Also write anonymous.html, the class page without names, links and messages");
  batch.flag(
      "--similarity", command->similarity,
      "Compare the submissions with each other and with the solutions (Dolos), without the starter's code");
  batch.option("--corpus", command->corpus,
               "With --similarity: folders of other submissions to compare with, such as earlier years");

  auto task = std::make_shared<TaskCommand>();
  Command one = line.add("batch-task", "One submission of a batch; `grader batch` starts this.",
                         [task] { return run_task_command(*task); });
  one.hide();
  one.option("plan", task->plan, "", {.required = true});
  one.option("task", task->task, "", {.required = true});
  one.option("--parent", task->parent, "");
}

}  // namespace grader
