// The right but unusual solutions run through the scenarios, many layers of a submission at a time. Each must
// get all points under every seed.
#include <gtest/gtest.h>

#include <map>

#include "grader/base/temporary_folder.hpp"
#include "grader/grading/accepted_corpus.hpp"
#include "grader/grading/scenario_problem.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUsualSeedsOfScenarios = 1;
constexpr std::size_t kUsualTurns = 1;

// The unusual solutions of an assignment's files in turn: the first of each file, or the second.
struct Mixture {
  std::string assignment;
  std::size_t turn;
};

void PrintTo(const Mixture& mixture, std::ostream* out) { *out << mixture.assignment << ' ' << mixture.turn; }

using Styles = std::map<std::string, std::vector<fs::path>>;  // by file

Styles unusual_ones(const std::string& assignment) {
  Styles result;
  for (const Accepted& each : accepted_solutions()) {
    if (each.assignment == assignment)
      result[each.file].push_back(accepted_corpus() / each.style / assignment / each.file);
  }
  return result;
}

std::vector<Mixture> mixtures() {
  std::vector<Mixture> result;
  for (const std::string& id : course_assignments()) {
    std::size_t most = 0;
    for (const auto& [file, paths] : unusual_ones(id)) most = std::max(most, paths.size());
    if (!are_seeds_wished()) most = std::min(most, kUsualTurns);
    for (std::size_t turn = 0; turn < most; ++turn) result.push_back({id, turn});
  }
  return result;
}

// Files that have no solution of that turn are ours.
void mix(const Assignment& assignment, std::size_t turn, const fs::path& folder) {
  const Styles unusual = unusual_ones(assignment.id);
  for (const std::string& file : assignment.files()) {
    const auto found = unusual.find(file);
    const bool has_turn = found != unusual.end() && turn < found->second.size();
    fs::copy_file(has_turn ? found->second[turn] : fs::path(BACKPROP_SOLUTIONS) / assignment.id / file,
                  folder / file);
  }
}

std::string lost_in(const Problem& problem, std::uint64_t seed) {
  std::string lost;
  for (const Check& check : problem.checks) {
    if (check.status == Status::pass && check.points == check.max_points) continue;
    lost += "seed " + std::to_string(seed) + ", " + check.id + ": " + check.message + "\n";
  }
  return lost;
}

class UnusualSubmission : public testing::TestWithParam<Mixture> {};

TEST_P(UnusualSubmission, GetsAllPointsOfTheScenarios) {
  const Assignment assignment = patient_assignment(GetParam().assignment);
  const TemporaryFolder folder;
  mix(assignment, GetParam().turn, folder.path());
  // The workers of many seeds are linked once.
  const TemporaryFolder of_many_seeds;
  const fs::path cache = are_seeds_wished() ? of_many_seeds.path() : fs::path(BACKPROP_ACCEPTED_CACHE);
  SubmissionBuild build(assignment, folder.path(),
                        {.isolation = best_available(),
                         .jobs = 1,
                         .cache_directory = cache,
                         .keep_workers = are_seeds_wished()});
  std::vector<const ProblemSpec*> layers, scenarios;
  Statuses all_right;
  for (const ProblemSpec& problem : assignment.problems) {
    (problem.scenario.empty() ? layers : scenarios).push_back(&problem);
    all_right[problem.id] = Status::pass;
  }
  build.compile(layers, [](const std::string&) {});
  const auto key = answer_key_of(assignment);
  const Predictions none;
  std::string lost;
  for (std::uint64_t seed = 1; seed <= seeds_wished(kUsualSeedsOfScenarios); ++seed) {
    const Grading grading{assignment, build, *key, seed, all_right, none};
    for (const ProblemSpec* scenario : scenarios) {
      std::vector<Figure> figures;
      lost += lost_in(grade_scenario(grading, *scenario, figures, [](const std::string&) {}), seed);
    }
  }
  EXPECT_EQ(lost, "");
}

INSTANTIATE_TEST_SUITE_P(Accepted, UnusualSubmission, testing::ValuesIn(mixtures()), [](const auto& info) {
  return info.param.assignment.substr(0, 2) + "_" + std::to_string(info.param.turn);
});

}  // namespace
}  // namespace grader
