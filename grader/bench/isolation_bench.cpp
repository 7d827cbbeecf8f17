#include "grader/bench/isolation_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <vector>

#include "grader/grading/layer_problem.hpp"

namespace grader {

namespace {

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Cost {
  double compile = 0.0;
  double link = 0.0;
  double check = 0.0;  // starts the worker, asks all questions, judges
  double total() const { return compile + link + check; }
};

Cost cost(const Assignment& assignment, Isolation isolation) {
  std::vector<double> compile, link, check;
  Statuses statuses;
  const Predictions predictions;
  for (const ProblemSpec& problem : assignment.problems) statuses[problem.id] = Status::pass;
  for (const ProblemSpec& problem : assignment.problems) {
    if (!problem.scenario.empty() || !problem.uses.empty() || !problem.library.empty()) continue;
    SubmissionBuild build(assignment, std::filesystem::path(BACKPROP_SOURCE_DIR) / "solutions",
                          {.isolation = isolation, .jobs = 1, .cache_directory = std::nullopt});
    const auto key = answer_key_of(assignment);
    compile.push_back(milliseconds([&] { build.compile({&problem}, [](const std::string&) {}); }));
    link.push_back(
        milliseconds([&] { build.worker(worker_layers(assignment, {&problem}, statuses), *key); }));
    check.push_back(milliseconds([&] {
                      grade_layer({assignment, build, *key, 1, statuses, predictions}, problem);
                    }) -
                    link.back());
  }
  return {median(compile), median(link), median(check)};
}

}  // namespace

void bench_isolation(const Assignment& assignment) {
  const Cost bare = cost(assignment, Isolation::none);
  for (const Isolation isolation : kIsolations) {
    if (!probe(isolation).available) continue;
    const Cost here = isolation == Isolation::none ? bare : cost(assignment, isolation);
    fmt::print(
        "  one problem of {}, {:10}  {:5.0f} ms: compile {:.0f}, link {:.0f}, run and check {:.0f}   ({:.2f} "
        "times "
        "`none`)\n",
        assignment.id, to_string(isolation), here.total(), here.compile, here.link, here.check,
        here.total() / bare.total());
  }
}

}  // namespace grader
