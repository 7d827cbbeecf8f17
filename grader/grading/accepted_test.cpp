// Right but unusual solutions, one a file in accepted/STYLE/ASSIGNMENT. Each is compiled, linked and asked
// like any submission, and judged under many seeds. Each must get all points under every seed.
//
// BACKPROP_ACCEPTED_SEEDS is the number of seeds; `make accepted` runs 200.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "grader/grading/accepted_corpus.hpp"
#include "grader/grading/layer_problem.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUsualSeeds = 3;
constexpr std::uint64_t kSeedsOfFurtherCases = 20;

const ProblemSpec& problem_of_file(const Assignment& assignment, const std::string& file) {
  const auto found = std::ranges::find(assignment.problems, file, &ProblemSpec::file);
  if (found == assignment.problems.end()) throw std::runtime_error("no problem is about " + file);
  return *found;
}

// Returns a line for each check that does not get its points.
std::string lost_points(const std::vector<Check>& checks, std::uint64_t seed) {
  std::string lost;
  for (const Check& check : checks) {
    if (check.status == Status::pass && check.points == check.max_points) continue;
    lost +=
        fmt::format("seed {}, check {}: {}, {}\n", seed, check.id, to_string(check.status), check.message);
  }
  return lost;
}

// Grades `file` in `folder` under seeds 1 to `seeds`. Returns the points that were lost, or an empty string.
std::string false_alarms(const fs::path& folder, const std::string& file, const std::string& assignment_id,
                         std::uint64_t seeds) {
  const Assignment assignment = patient_assignment(assignment_id);
  const ProblemSpec& problem = problem_of_file(assignment, file);
  const Op& op = *find_op(problem.op);
  SubmissionBuild build(
      assignment, folder,
      {.isolation = best_available(), .jobs = 1, .cache_directory = fs::path(BACKPROP_ACCEPTED_CACHE)});
  build.compile({&problem}, [](const std::string&) {});
  Statuses not_graded;
  const Predictions predictions;
  for (const ProblemSpec& other : assignment.problems) not_graded[other.id] = Status::skipped;
  const auto built =
      build.worker(worker_layers(assignment, {&problem}, not_graded), *answer_key_of(assignment));
  if (const auto* none = std::get_if<NoWorker>(&built)) return none->message;

  std::vector<Transcript> values, transcripts;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) transcripts.push_back(cases::plan(op, seed));
  values = transcripts;
  const auto broken = build.ask(std::get<LayeredWorker>(built), [&](Subject& subject) {
    for (Transcript& each : values) cases::ask(op, subject, each, Questions::outputs_only);
    if (op.gradients().empty()) return;
    for (Transcript& each : transcripts) cases::ask(op, subject, each);
  });
  std::string lost;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto checks = judge_layer(problem, op, values[seed - 1], transcripts[seed - 1], broken);
    lost += lost_points(checks, seed);
  }
  // The cases that a solution's own comparisons suggest differ from seed to seed, and each seed takes a
  // worker.
  const auto key = answer_key_of(assignment);
  for (std::uint64_t seed = 1; seed <= std::min(seeds, kSeedsOfFurtherCases); ++seed)
    lost += lost_points(
        grade_layer({assignment, build, *key, seed, not_graded, predictions}, problem, {}).checks, seed);
  return lost;
}

class RightSolution : public testing::TestWithParam<Accepted> {};

TEST_P(RightSolution, GetsAllPointsUnderEverySeed) {
  const auto& [style, assignment, file] = GetParam();
  EXPECT_EQ(false_alarms(accepted_corpus() / style / assignment, file, assignment, seeds_wished(kUsualSeeds)),
            "");
}

INSTANTIATE_TEST_SUITE_P(Accepted, RightSolution, testing::ValuesIn(accepted_solutions()),
                         [](const auto& info) {
                           return info.param.style + "_" + fs::path(info.param.file).stem().string();
                         });

// The test above must be able to see a mistake.
TEST(WrongSolution, LosesPointsWhereRightOnesDoNot) {
  const fs::path sample = fs::path(BACKPROP_ASSIGNMENTS) / "a1-gates/sample-submission";
  EXPECT_NE(false_alarms(sample, "softmax_loss.cpp", "a1-gates", 1), "");
}

TEST(Corpus, HoldsSolutionsForEveryLayer) {
  std::map<std::string, std::size_t> solutions;
  for (const Accepted& each : accepted_solutions()) ++solutions[each.assignment + "/" + each.file];
  for (const std::string& id : course_assignments()) {
    for (const std::string& file : patient_assignment(id).files()) {
      EXPECT_GE(solutions[id + ("/" + file)], 1u) << id << "/" << file;
      EXPECT_LE(solutions[id + ("/" + file)], 3u) << id << "/" << file;
    }
  }
}

}  // namespace
}  // namespace grader
