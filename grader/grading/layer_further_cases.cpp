#include "grader/grading/layer_further_cases.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "grader/base/text.hpp"
#include "grader/grading/further_cases.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

// Returns the op's probes without those of checks of their own, such as "saturated": what is wrong there
// costs the points of that check only.
std::vector<Probe> probes_for_all(const ProblemSpec& spec, const Op& op) {
  std::set<std::pair<Kind, std::string>> seen;
  std::set<std::string> special;
  for (const CheckSpec& check : spec.checks) {
    if (!seen.emplace(check.kind, check.gradient).second)
      special.insert(check.probes.begin(), check.probes.end());
  }
  std::vector<Probe> probes = op.probes;
  std::erase_if(probes, [&](const Probe& probe) { return special.contains(probe.id); });
  return probes;
}

}  // namespace

std::optional<Answers> ask_further_cases(const Grading& grading, const ProblemSpec& spec,
                                         const LayeredWorker& worker, const Op& op,
                                         const std::vector<Branch>& branches, Problem& problem) {
  const auto lines_at = [&](const std::vector<std::uint64_t>& addresses) {
    return grading.build.lines_at(worker, addresses);
  };
  Suggestions suggested;
  suggested.file = spec.file;
  suggested.branches = worth_a_case(branches, lines_at, spec.file);
  if (const SourceFile* source = grading.build.source(spec.file)) {
    read_numbers(suggested.branches, source->bytes);
    suggested.numbers = written_numbers(source->bytes);
    suggested.fractions = written_fractions(source->bytes);
  }
  FurtherCases further;
  const FurtherSearch* search = grading.key.further_search();
  if (search == nullptr) {
    further.not_taken = those_untried(suggested.branches);
    add_sentence(problem, untried_sentence(further));
    return std::nullopt;
  }
  const Transcript combined =
      search->combined_cases(op, probes_for_all(spec, op), grading.seed, spec.tolerance);
  Answers more;
  more.broken = grading.build.ask(worker, [&](Subject& subject) {
    further = {};
    further.cases = combined;
    further.of_combinations = combined.size();
    search->find(op, subject, suggested, grading.seed, spec.tolerance, further);
    more.outputs_only = more.transcript = further.cases;
    ask_all(spec, op, subject, more);
  });
  const auto ask_again = [&](const Transcript& cases) {
    more.outputs_only = more.transcript = cases;
    more.broken = grading.build.ask(worker, [&](Subject& subject) { ask_all(spec, op, subject, more); });
  };
  if (more.broken && further.asking && !search->has_one_answer(op, *further.asking)) {
    // An end in a case without one right answer proves nothing. The cases that were found before it count.
    further.asking.reset();
    ask_again(further.cases);
  }
  if (more.broken && more.broken->status != Status::crash) {
    // Many cases take long together. Only one that takes too long alone is an endless loop.
    CaseTranscript alone;
    if (further.asking) {
      alone = *further.asking;
    } else if (const CaseTranscript* last = last_asked(op, more)) {
      static_cast<CaseQuestion&>(alone) = *last;
    } else {
      return std::nullopt;
    }
    ask_again({alone});
    if (!more.broken) return std::nullopt;
  }
  name_failures(op, more);
  add_sentence(problem, drawn_sentence(further));
  problem.untried = listed(further.not_taken);
  if (!more.broken && further.cases.empty()) return std::nullopt;
  return more;
}

ProblemSpec with_further_cases(ProblemSpec spec) {
  std::set<std::pair<Kind, std::string>> seen;
  for (CheckSpec& check : spec.checks) {
    if (seen.emplace(check.kind, check.gradient).second && !check.probes.empty())
      check.probes.insert(check.probes.end(), {kFurtherProbe, kCombinedProbe});
  }
  return spec;
}

void name_combinations(std::vector<Check>& checks) {
  for (Check& check : checks) {
    const bool is_combined = check.failing_case && check.failing_case->probe == kCombinedProbe;
    if (!is_combined || check.message.empty()) continue;
    const std::string& note = check.failing_case->note;
    if (check.message.find(note) != std::string::npos) continue;  // an output's check says it by itself
    check.message = clean(check.message + " " + note, kMaxLayerMessage);
  }
}

}  // namespace grader
