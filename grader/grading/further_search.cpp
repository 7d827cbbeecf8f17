#include "grader/grading/further_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/grading/combined_cases.hpp"
#include "grader/grading/computed_numbers.hpp"
#include "grader/grading/drawn_case.hpp"
#include "grader/grading/equal_values.hpp"
#include "grader/grading/wished_cases.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostSearched = 8;      // comparisons with a side that was never taken
constexpr std::size_t kMostOfTwo = 4;         // of them, those of two values
constexpr std::size_t kMostNearby = 8;        // other comparisons
constexpr std::size_t kMostCandidates = 160;  // for one comparison
constexpr std::size_t kMostInDoubt = 16;      // for one that may be a loop
constexpr std::size_t kMostNumbers = 4;       // that no comparison reports

bool has_untried_side(const Branch& branch) {
  return branch.whole && !branch.two_values ? sides_taken(branch) < 3 : misses_a_side(branch);
}

// Returns what is known once the outcomes of one more case have been added.
Branch with_outcomes(Branch known, const std::vector<Branch>& of_case) {
  if (const Branch* branch = same_branch(of_case, known)) {
    known.below |= branch->below;
    known.equal |= branch->equal;
    known.above |= branch->above;
  }
  return known;
}

void keep_for_number(Transcript cases, const std::string& place, FurtherCases& further) {
  if (cases.empty()) return;
  further.written.push_back(place);
  further.of_numbers += cases.size();
  for (CaseTranscript& entry : cases) {
    entry.the_case.note = fmt::format("The case was drawn because of a number in {}.", place);
    further.cases.push_back(std::move(entry));
  }
}

// Searches for cases that take the other side of a comparison, or lie near its number, by asking `subject`.
void find_cases_of_branches(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                            std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  std::size_t searched = 0;
  std::size_t of_two = 0;
  std::size_t nearby = 0;
  for (PlacedBranch placed : branches) {
    const bool misses = misses_a_side(placed.branch);
    if (placed.branch.two_values && !misses) continue;  // equality is searched for by itself
    if ((misses ? searched++ : nearby++) >= (misses ? kMostSearched : kMostNearby)) continue;
    if (placed.branch.two_values && of_two++ >= kMostOfTwo) continue;
    std::size_t candidates = 0;
    bool taken = false;
    const auto keep = [&](CaseTranscript entry) {
      taken = true;
      entry.the_case.note = drawn_because(placed);
      further.cases.push_back(std::move(entry));
    };
    const bool in_doubt = may_be_a_loop(placed.branch);
    if (!misses && !in_doubt) {
      for (CaseTranscript& entry : cases_near(op, placed.branch, seed, tolerance)) keep(std::move(entry));
      if (taken) further.taken.push_back(placed);
      continue;
    }
    wish_cases(op, placed.branch, seed, tolerance, [&](Wish wish) {
      CaseTranscript& entry = wish.entry;
      bool fails = false;
      further.asking = entry;
      try {
        const auto running = subject.start(op, entry.the_case);
        if (!op.gradients().empty()) running->backward(entry.u);
      } catch (const Failure&) {
        fails = true;
      }
      const Branch known = with_outcomes(placed.branch, subject.branches());
      const bool has_new_side = sides_taken(known) > sides_taken(placed.branch);
      if ((has_new_side || fails) && has_one_answer(op, entry)) {
        placed.branch = known;
        keep(std::move(entry));
        for (CaseTranscript& each : wish.beside()) {
          if (has_one_answer(op, each)) keep(std::move(each));
        }
        if (fails) return false;
      }
      return has_untried_side(placed.branch) && ++candidates < (in_doubt ? kMostInDoubt : kMostCandidates);
    });
    // That one value is never larger than another is mostly a law, and no case can break it.
    if (taken || !(in_doubt || placed.branch.two_values))
      (taken ? further.taken : further.not_taken).push_back(placed);
  }
  further.asking.reset();
}

// Adds cases with values near the fractions that the file writes.
void find_cases_near(const Op& op, const std::vector<WrittenFraction>& fractions, const std::string& file,
                     std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  for (std::size_t i = 0; i < fractions.size() && i < kMostNumbers; ++i) {
    Branch branch;
    branch.number = fractions[i].number;
    keep_for_number(cases_near(op, branch, seed, tolerance),
                    fmt::format("{}, line {} ({})", file, fractions[i].line, fractions[i].text), further);
  }
}

// Adds cases that go beyond the numbers in the file, as far as none of `branches` reports the number anyway.
void find_cases_beyond(const Op& op, const std::vector<WrittenNumber>& numbers, const std::string& file,
                       const std::vector<PlacedBranch>& branches, std::uint64_t seed,
                       const Tolerance& tolerance, FurtherCases& further) {
  for (std::size_t i = 0; i < numbers.size() && i < kMostNumbers; ++i) {
    const WrittenNumber& number = numbers[i];
    const std::string line = fmt::format("{}, line {}", file, number.line);
    const bool is_reported = std::ranges::any_of(branches, [&](const PlacedBranch& each) {
      const double off = std::abs(each.branch.number - static_cast<double>(number.number));
      return each.branch.whole && each.place == line && off <= 1.0;
    });
    if (is_reported) continue;
    keep_for_number(cases_beyond(op, number.number, seed, tolerance),
                    fmt::format("{} ({})", line, number.text), further);
  }
}

class ByReference : public FurtherSearch {
 public:
  Transcript combined_cases(const Op& op, const std::vector<Probe>& probes, std::uint64_t seed,
                            const Tolerance& tolerance) const override {
    return grader::combined_cases(op, probes, seed, tolerance);
  }

  void find(const Op& op, Subject& subject, const Suggestions& suggested, std::uint64_t seed,
            const Tolerance& tolerance, FurtherCases& further) const override {
    find_cases_of_branches(op, subject, suggested.branches, seed, tolerance, further);
    find_cases_at_computed_numbers(op, subject, suggested.branches, seed, tolerance, further);
    find_cases_of_equal_values(op, subject, suggested.branches, seed, tolerance, further);
    find_cases_near(op, suggested.fractions, suggested.file, seed, tolerance, further);
    find_cases_beyond(op, suggested.numbers, suggested.file, suggested.branches, seed, tolerance, further);
  }

  bool has_one_answer(const Op& op, const CaseTranscript& entry) const override {
    return grader::has_one_answer(op, entry);
  }
};

}  // namespace

const FurtherSearch& further_search() {
  static const ByReference search;
  return search;
}

}  // namespace grader
