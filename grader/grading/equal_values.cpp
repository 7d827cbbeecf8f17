#include "grader/grading/equal_values.hpp"

#include <algorithm>
#include <string>

#include "grader/grading/drawn_case.hpp"
#include "grader/grading/unusual_values.hpp"
#include "grader/grading/wished_sizes.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostEqualCandidates = 48;
constexpr std::size_t kMostEqualCases = 2;        // cases
constexpr std::size_t kMostComparedBranches = 8;  // branches

// Where few numbers are in a sum, it often is 0.
constexpr std::size_t kMostOfASize = 4;
constexpr std::size_t kMostOfAWholeAttribute = 3;

struct Wanted {
  const PlacedBranch* placed;
  std::size_t found = 0;
};

std::vector<Wanted> never_equal_ones(const std::vector<PlacedBranch>& branches) {
  std::vector<Wanted> result;
  for (const PlacedBranch& placed : branches) {
    if (is_never_equal(placed.branch) && result.size() < kMostComparedBranches) result.push_back({&placed});
  }
  return result;
}

Sizes small_sizes(backprop::Rng& rng) {
  const auto size = [&rng] { return 1 + rng.index(kMostOfASize); };
  return {.n = size(), .t = size(), .d = size(), .m = size()};
}

// Whole numbers and their sums have no rounding.
Drawn draw_whole_numbers(const Op& op, std::size_t candidate, std::uint64_t seed, const Tolerance& tolerance,
                         CaseTranscript& entry) {
  const std::uint64_t its_seed = seed_for(seed, op.name + "/equal/" + std::to_string(candidate));
  backprop::Rng of_sizes(its_seed);
  Probe probe = with_sizes(op.probes.front(), small_sizes(of_sizes));
  probe.id = kFurtherProbe;
  const auto of_inputs = [&](Case& the_case, backprop::Rng& rng) {
    for (const std::string& name : free_inputs(op, the_case))
      draw_small_whole_numbers(the_case.inputs.at(name), rng);
    for (const AttributeSpec& attribute : op.attributes) {
      const auto value = static_cast<double>(rng.index(kMostOfAWholeAttribute + 1));
      if (attribute.whole && attribute.allows(value) && rng.uniform() < 0.5)
        the_case.attributes[attribute.name] = value;
    }
  };
  const auto of_upstream = [](CaseTranscript& question, backprop::Rng& rng) {
    for (auto& [name, tensor] : question.u) draw_small_whole_numbers(tensor, rng);
  };
  return draw_case({op, probe, its_seed, tolerance, of_inputs, of_upstream}, entry);
}

}  // namespace

void find_cases_of_equal_values(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                                std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  std::vector<Wanted> wanted = never_equal_ones(branches);
  if (op.probes.empty() || !op.sample) return;
  for (std::size_t candidate = 0; candidate < kMostEqualCandidates && !wanted.empty(); ++candidate) {
    CaseTranscript entry;
    if (draw_whole_numbers(op, candidate, seed, tolerance, entry) != Drawn::yes) continue;
    further.asking = entry;
    try {
      const auto running = subject.start(op, entry.the_case);
      if (!op.gradients().empty()) running->backward(entry.u);
    } catch (const Failure&) {
      continue;
    }
    const std::vector<Branch> now = subject.branches();
    const auto becomes_equal = [&](const Wanted& each) {
      const Branch* branch = same_branch(now, each.placed->branch);
      return branch != nullptr && branch->equal;
    };
    const auto first = std::ranges::find_if(wanted, becomes_equal);
    if (first == wanted.end() || !has_one_answer(op, entry)) continue;
    entry.the_case.note = drawn_because(*first->placed);
    if (first->found == 0) further.taken.push_back(*first->placed);
    for (Wanted& each : wanted) each.found += becomes_equal(each);
    std::erase_if(wanted, [](const Wanted& each) { return each.found >= kMostEqualCases; });
    further.cases.push_back(std::move(entry));
  }
  further.asking.reset();
}

}  // namespace grader
