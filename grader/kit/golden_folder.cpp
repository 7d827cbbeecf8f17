#include "grader/kit/golden_folder.hpp"

#include <algorithm>

#include "grader/base/files.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/reference_key.hpp"
#include "grader/kit/public_assignment.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

bool wants_hints(const ProblemSpec& problem) {
  return std::ranges::any_of(problem.checks, [](const CheckSpec& check) {
    return check.visibility == Visibility::shown && check.hints > 0;
  });
}

std::string cases_of(const AnswerKey& key, const ProblemSpec& problem, std::uint64_t seed) {
  const Op& op = *find_op(problem.op);
  const std::set<std::string> hidden = hidden_probes(problem);
  Transcript cases = key.cases(op, seed);
  std::erase_if(cases, [&](const CaseTranscript& entry) { return hidden.contains(entry.probe); });
  return golden_text(op, cases,
                     wants_hints(problem) ? golden_mistakes(op, cases) : std::vector<GoldenMistake>());
}

std::string parts_of(const AnswerKey& key, const ProblemSpec& problem, std::uint64_t seed) {
  const Scenario& scenario = *find_scenario(problem.scenario);
  std::vector<GoldenPart> parts;
  for (const CheckSpec& check : problem.checks) {
    const ScenarioPart& part = *scenario.find(check.id);
    if (check.visibility == Visibility::hidden) continue;
    const PartKey right = key.part(scenario, part, seed);
    parts.push_back({part.id, right.seed, right.measurements(silent)});
  }
  return golden_text(scenario, parts);
}

}  // namespace

std::vector<GoldenMistake> golden_mistakes(const Op& op, const Transcript& cases) {
  const Transcript right = answers_of(op, {}, cases);
  std::vector<GoldenMistake> result;
  for (const KnownMistake* known : mistakes_of(op.name)) {
    GoldenMistake mistake{{full_id(*known), std::string(known->hint), std::string(known->misconception)},
                          known->spoils,
                          static_cast<bool>(known->answer_with_memory),
                          {}};
    mistake.answers = sketched_answers(op, answers_of(op, {known}, cases), right, mistake);
    result.push_back(std::move(mistake));
  }
  return result;
}

void write_golden(const Assignment& assignment, std::uint64_t seed, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& step) {
  std::filesystem::create_directories(folder);
  const auto key = reference_key();
  for (const ProblemSpec& problem : assignment.problems) {
    step("golden answers: " + problem.id);
    const bool layer = problem.scenario.empty();
    write_atomically(
        folder / (layer ? golden_name(*find_op(problem.op)) : golden_name_of_scenario(problem.scenario)),
        layer ? cases_of(*key, problem, seed) : parts_of(*key, problem, seed));
  }
}

}  // namespace grader
