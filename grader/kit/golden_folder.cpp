#include "grader/kit/golden_folder.hpp"

#include "grader/base/files.hpp"
#include "grader/grading/golden.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/kit/public_assignment.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

std::string cases_of(const ProblemSpec& problem, std::uint64_t seed) {
  const Op& op = *find_op(problem.op);
  const std::set<std::string> hidden = hidden_probes(problem);
  Transcript planned = plan(op, seed);
  std::erase_if(planned, [&](const CaseTranscript& entry) { return hidden.contains(entry.probe); });
  return golden_text(op, planned);
}

std::string parts_of(const ProblemSpec& problem, std::uint64_t seed) {
  const Scenario& scenario = *find_scenario(problem.scenario);
  LinkedSubject reference;
  std::vector<GoldenPart> parts;
  for (const CheckSpec& check : problem.checks) {
    const ScenarioPart& part = *scenario.find(check.id);
    if (check.visibility == Visibility::hidden || part.calls_solutions) continue;
    const std::uint64_t part_seed = scenario_seed(seed, scenario, part);
    parts.push_back({part.id, part_seed, part.run(reference, part_seed, silent)});
  }
  return golden_text(scenario, parts);
}

}  // namespace

void write_golden(const Assignment& assignment, std::uint64_t seed, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& step) {
  std::filesystem::create_directories(folder);
  for (const ProblemSpec& problem : assignment.problems) {
    step("golden answers: " + problem.id);
    const bool layer = problem.scenario.empty();
    write_atomically(folder / ((layer ? problem.op : problem.scenario) + ".json"),
                     layer ? cases_of(problem, seed) : parts_of(problem, seed));
  }
}

}  // namespace grader
