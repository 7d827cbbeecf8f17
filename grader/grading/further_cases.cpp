#include "grader/grading/further_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/strings.hpp"
#include "grader/grading/drawn_case.hpp"
#include "grader/grading/wished_cases.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostSearched = 8;      // comparisons with a side that was never taken
constexpr std::size_t kMostOfTwo = 4;         // of them, those of two values
constexpr std::size_t kMostNearby = 8;        // other comparisons
constexpr std::size_t kMostCandidates = 160;  // for one comparison
constexpr std::size_t kMostInDoubt = 16;      // for one that may be a loop
constexpr std::size_t kMostNumbers = 4;       // that no comparison reports
constexpr std::size_t kMostNamed = 3;         // in a sentence

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

std::string first_few(std::vector<std::string> places) {
  if (places.size() <= kMostNamed) return join(places);
  const std::size_t more = places.size() - kMostNamed;
  places.resize(kMostNamed);
  return fmt::format("{}, and {} more", join(places), more);
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

}  // namespace

void find_further_cases(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                        std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  std::size_t searched = 0;
  std::size_t of_two = 0;
  std::size_t nearby = 0;
  for (PlacedBranch placed : branches) {
    const bool misses = misses_a_side(placed.branch);
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

void find_cases_near(const Op& op, const std::vector<WrittenFraction>& fractions, const std::string& file,
                     std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  for (std::size_t i = 0; i < fractions.size() && i < kMostNumbers; ++i) {
    Branch branch;
    branch.number = fractions[i].number;
    keep_for_number(cases_near(op, branch, seed, tolerance),
                    fmt::format("{}, line {} ({})", file, fractions[i].line, fractions[i].text), further);
  }
}

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

std::string drawn_sentence(const FurtherCases& further) {
  std::vector<std::string> sentences;
  const auto add = [&](std::size_t count, const char* what, const std::vector<std::string>& places) {
    if (count == 0) return;
    sentences.push_back(fmt::format("{} further case{} drawn from {} in your code: {}.", count,
                                    count == 1 ? " was" : "s were", what, first_few(places)));
  };
  const std::size_t of_comparisons = further.cases.size() - further.of_numbers - further.of_combinations;
  add(of_comparisons, "comparisons", listed(further.taken));
  add(further.of_numbers, "numbers", further.written);
  return join(sentences, " ");
}

std::string untried_sentence(const FurtherCases& further) {
  if (further.not_taken.empty()) return {};
  return fmt::format("No case takes the other side of {}.", first_few(listed(further.not_taken)));
}

}  // namespace grader
