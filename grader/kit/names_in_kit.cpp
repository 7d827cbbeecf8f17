#include "grader/kit/names_in_kit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "grader/base/temporary_folder.hpp"
#include "grader/grading/answer_key.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/judge.hpp"
#include "grader/kit/golden_folder.hpp"
#include "grader/kit/public_assignment.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// Takes the hidden checks out, as a kit does.
ProblemSpec shown_part(ProblemSpec problem) {
  std::erase_if(problem.checks,
                [](const CheckSpec& check) { return check.visibility == Visibility::hidden; });
  return problem;
}

Transcript shown_cases(const Op& op, const ProblemSpec& problem, std::uint64_t seed) {
  Transcript cases = cases::plan(op, seed);
  const std::set<std::string> hidden = hidden_probes(problem);
  std::erase_if(cases, [&](const CaseTranscript& entry) { return hidden.contains(entry.probe); });
  return cases;
}

std::string name_of(const std::optional<Mistake>& mistake) { return mistake ? mistake->id : "none"; }

}  // namespace

bool NamedCheck::agree() const {
  if (!by_catalogue || !by_kit) return by_catalogue.has_value() == by_kit.has_value();
  const auto words = [](const Mistake& mistake) {
    return std::tie(mistake.id, mistake.hint, mistake.belief);
  };
  return words(*by_catalogue) == words(*by_kit);
}

std::vector<NamedCheck> names_in_kit(const ProblemSpec& whole, std::uint64_t seed) {
  const Op& op = *find_op(whole.op);
  const ProblemSpec problem = shown_part(whole);
  const Transcript planned = shown_cases(op, whole, seed);
  const TemporaryFolder folder;
  folder.write(op.name + ".json", golden_text(op, planned, golden_mistakes(op, planned)));
  Assignment kit;
  kit.golden = folder.path();
  const auto key = answer_key_of(kit);
  const NameMistake by_kit = key->name_mistake(op);
  const Transcript golden = key->cases(op, seed);

  std::vector<NamedCheck> result;
  for (const KnownMistake* mistake : mistakes_of(op.name)) {
    // By the probes that a check looks at, its kind and its gradient: what a name depends on.
    std::map<std::tuple<Kind, std::string, std::vector<std::string>>, std::optional<Mistake>> kit_names;
    const auto both = [&](const Op& asked, const Transcript& answers, Kind kind, const std::string& gradient,
                          const std::vector<std::string>& probes) {
      kit_names[{kind, gradient, probes}] = by_kit(asked, answers, kind, gradient, probes);
      return name_mistake(asked, answers, kind, gradient, probes);
    };
    const Transcript answers = answers_of(op, {mistake}, golden);
    const std::vector<Check> checks = judge_layer(problem, op, answers, answers, std::nullopt, both);
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (checks[i].status != Status::fail) continue;
      const CheckSpec& spec = problem.checks[i];
      result.push_back({mistake, whole.id + "/" + checks[i].id, checks[i].mistake,
                        kit_names[{spec.kind, spec.gradient, spec.probes}]});
    }
  }
  return result;
}

std::string names_in_kit_text(const std::vector<NamedCheck>& checks, std::size_t mistakes,
                              std::size_t seeds) {
  std::map<std::string, std::size_t> differences;  // with the number of seeds
  std::size_t in_catalogue = 0;
  std::size_t in_kit = 0;
  std::size_t differ = 0;
  for (const NamedCheck& each : checks) {
    in_catalogue += each.by_catalogue.has_value();
    in_kit += each.by_kit.has_value();
    if (each.agree()) continue;
    ++differ;
    ++differences[fmt::format("{}, check {}: the catalogue names {}, a kit {}", full_id(*each.handed_in),
                              each.check, name_of(each.by_catalogue), name_of(each.by_kit))];
  }
  std::string text;
  for (const auto& [difference, count] : differences)
    text += fmt::format("{} ({} of {} seeds)\n", difference, count, seeds);
  const auto share = [&](std::size_t count) {
    return checks.empty() ? 100.0 : 100.0 * static_cast<double>(count) / static_cast<double>(checks.size());
  };
  return text + fmt::format(
                    "{} mistakes fail {} shown checks under {} seeds. The catalogue names the mistake in "
                    "{:.2f} % of them, a kit in {:.2f} %; in {} the two differ.\n",
                    mistakes, checks.size(), seeds, share(in_catalogue), share(in_kit), differ);
}

}  // namespace grader
