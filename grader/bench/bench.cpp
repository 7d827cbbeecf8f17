// Prints how long things take, as ratios and medians. No figure makes it fail.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

#include "grader/bench/batchnorm_bench.hpp"
#include "grader/bench/isolation_bench.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/grade.hpp"
#include "grader/grading/layer_problem.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/scenarios/scenario.hpp"
#include "grader/submission/compile.hpp"

extern "C" void openblas_set_num_threads(int count);

namespace grader {
namespace {

namespace fs = std::filesystem;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// Returns the user and system time of this process and of the children that it has waited for.
double cpu_seconds() {
  double total = 0.0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    total += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return total;
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double timed(const std::function<double()>& clock, const std::function<void()>& work) {
  const double start = clock();
  work();
  return clock() - start;
}

// Writes a file that has never been compiled: the solution and a comment with a number.
void write_changed(const fs::path& folder, const fs::path& solution, int turn) {
  std::ofstream(folder / solution.filename())
      << std::ifstream(solution).rdbuf() << "// change " << turn << '\n';
}

// Times the way from a changed file to its verdict, and compares it with g++ alone on the same file with the
// same flags.
void changed_file(const Assignment& assignment, const char* problem, const char* file, Isolation isolation) {
  const fs::path folder = fs::temp_directory_path() / fmt::format("grader-bench-{}", getpid());
  fs::create_directories(folder);
  const fs::path solution = fs::path(BACKPROP_SOURCE_DIR) / "solutions" / assignment.id / file;
  const Toolkit toolkit = find_toolkit();
  std::string bare = toolkit.compiler.string();
  for (const std::string& flag : toolkit.flags) bare += " " + flag;
  bare += fmt::format(" -I{} -include backprop/tensor.hpp -c {} -o {}", (toolkit.root / "include").string(),
                      (folder / file).string(), (folder / "bare.o").string());

  std::vector<double> ratios;
  std::vector<double> verdicts;
  for (int turn = 0; turn < 9; ++turn) {
    write_changed(folder, solution, turn);
    const double compile = timed(wall_seconds, [&] {
      if (std::system(bare.c_str()) != 0) throw std::runtime_error(bare);
    });
    GradeOptions options;
    options.build = {.isolation = isolation, .jobs = 2, .cache_directory = folder / "cache"};
    options.problem = problem;
    const double verdict = timed(wall_seconds, [&] { grade(assignment, folder, options); });
    if (turn == 0) continue;  // warm-up
    ratios.push_back(verdict / compile);
    verdicts.push_back(verdict);
  }
  fs::remove_all(folder);
  fmt::print(
      "  changed {:18} to verdict, {:10}  {:6.2f} s   {:5.2f} times the bare compile (medians of {})\n", file,
      to_string(isolation), median(verdicts), median(ratios), ratios.size());
}

// Times linking alone, of what grading links.
void link_all(const Grading& grading) {
  const auto link = [&](const std::vector<const ProblemSpec*>& asked) {
    grading.build.worker(worker_layers(grading.assignment, asked, grading.statuses), grading.key);
  };
  for (const ProblemSpec& problem : grading.assignment.problems) {
    if (problem.scenario.empty()) {
      link({&problem});
      continue;
    }
    for (const CheckSpec& check : problem.checks) {
      std::vector<const ProblemSpec*> own;
      for (const std::string& op : find_scenario(problem.scenario)->find(check.id)->ops) {
        for (const ProblemSpec& candidate : grading.assignment.problems) {
          if (candidate.op == op) own.push_back(&candidate);
        }
      }
      link(own);
    }
  }
}

// Runs all checks and scenarios of an assignment on the solutions. Returns the CPU seconds of the grader and
// its workers without linking, as the median of three runs.
double checks(const Assignment& assignment, Isolation isolation) {
  BuildOptions options{.isolation = isolation, .jobs = 2, .cache_directory = std::nullopt};
  SubmissionBuild build(assignment, fs::path(BACKPROP_SOURCE_DIR) / "solutions", options);
  std::vector<const ProblemSpec*> problems;
  Statuses statuses;
  for (const ProblemSpec& problem : assignment.problems) {
    problems.push_back(&problem);
    statuses[problem.id] = Status::pass;
  }
  build.compile(problems, [](const std::string&) {});
  const auto key = answer_key_of(assignment);
  const Predictions predictions;
  const Grading grading{assignment, build, *key, 1, statuses, predictions};
  std::vector<double> totals;
  std::vector<double> building;
  for (int turn = 0; turn < 3; ++turn) {
    const double links = timed(cpu_seconds, [&] { link_all(grading); });
    const double start = cpu_seconds();
    for (const ProblemSpec& problem : assignment.problems) {
      std::vector<Figure> figures;
      if (problem.scenario.empty()) {
        grade_layer(grading, problem);
      } else {
        grade_scenario(grading, problem, figures, silent);
      }
    }
    totals.push_back(cpu_seconds() - start - links);
    building.push_back(links);
  }
  fmt::print("  {:10} all checks and scenarios, {:10}  {:6.2f} s of CPU   (linking apart: {:.2f} s)\n",
             assignment.id, to_string(isolation), median(totals), median(building));
  return median(totals);
}

void run_all() {
  const Isolation isolation = best_available();
  double total = 0.0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(BACKPROP_SOURCE_DIR) / "assignments")) {
    if (fs::exists(entry.path() / "assignment.json")) files.push_back(entry.path() / "assignment.json");
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const Assignment assignment = load_assignment(file);
    total += checks(assignment, isolation);
    if (assignment.id == "a2-depth") bench_batchnorm();
    if (assignment.id != "a1-gates") continue;
    bench_isolation(assignment);
    changed_file(assignment, "affine", "affine.cpp", isolation);
    changed_file(assignment, "softmax_loss", "softmax_loss.cpp", isolation);
    if (isolation != Isolation::none) changed_file(assignment, "affine", "affine.cpp", Isolation::none);
  }
  fmt::print("  all assignments: {:.2f} s of CPU\n", total);
}

}  // namespace
}  // namespace grader

int main() {
  openblas_set_num_threads(1);
  try {
    grader::run_all();
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench: {}\n", error.what());
    return 3;
  }
}
