#include "grader/grading/further_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/grading/wished_cases.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostSearched = 8;      // comparisons with a side that was never taken
constexpr std::size_t kMostNearby = 8;        // other comparisons
constexpr std::size_t kMostCandidates = 160;  // for one comparison
constexpr std::size_t kMostInDoubt = 16;      // for one that may be a loop
constexpr std::size_t kMostNumbers = 4;       // that no comparison reports
constexpr std::size_t kMostLookedUp = 64;
constexpr std::size_t kMostNamed = 3;  // in a sentence
constexpr int kNumberDigits = 6;
constexpr std::size_t kMostScaled = 3;  // comparisons
constexpr std::uint64_t kMostDraws = 3;
constexpr double kNear = 0.4;        // a factor of 1.5: nearer is not searched for
constexpr double kNearEnough = 3.0;  // a factor of 20
constexpr double kScales[] = {1e-4, 1e-3, 1e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 1e3, 1e4};
constexpr double kFinerSteps[] = {1.3, 1.07, 1.015};

int sides_taken(const Branch& branch) { return int{branch.below} + int{branch.equal} + int{branch.above}; }

// Returns whether a side has never been taken that code may treat in its own way. Equal whole numbers are
// one: `N == 40`. Equal fractions are not. A size is never 0, and compilers ask before a loop.
bool misses_a_side(const Branch& branch) {
  if (branch.whole && branch.number == 0.0) return false;
  if (branch.whole) return sides_taken(branch) == 1 || !branch.equal;
  return !(branch.below && branch.above);
}

// Below the number and at it, but never above: `pad > 3`, or a loop of so many turns, which no case takes
// further.
bool may_be_a_loop(const Branch& branch) {
  return branch.whole && branch.number != 0.0 && branch.below && branch.equal && !branch.above;
}

bool has_untried_side(const Branch& branch) {
  return branch.whole ? sides_taken(branch) < 3 : misses_a_side(branch);
}

// A number that the probes lie on both sides of, though perhaps not near it. A sign is tried on both sides by
// all probes, but perhaps not at 0.
bool is_threshold(const Branch& branch) { return !branch.whole && (branch.number != 0.0 || !branch.equal); }

std::string in_words(const std::string& line) {
  const std::size_t colon = line.rfind(':');
  return line.substr(0, colon) + ", line " + line.substr(colon + 1);
}

const Branch* same_branch(const std::vector<Branch>& all, const Branch& branch) {
  const auto found = std::ranges::find_if(all, [&](const Branch& other) {
    return other.site == branch.site && other.whole == branch.whole && other.number == branch.number;
  });
  return found == all.end() ? nullptr : &*found;
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

using Lines = std::vector<std::vector<std::string>>;

std::string innermost(const std::vector<std::string>& lines) { return lines.empty() ? "" : lines.front(); }

// Returns the first line of a student's file among those of `count` addresses.
std::string first_named(Lines::const_iterator begin, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i, ++begin) {
    for (const std::string& line : *begin) {
      if (!line.empty()) return line;
    }
  }
  return {};
}

std::string first_few(std::vector<std::string> places) {
  if (places.size() <= kMostNamed) return join(places);
  const std::size_t more = places.size() - kMostNamed;
  places.resize(kMostNamed);
  return fmt::format("{}, and {} more", join(places), more);
}

// `n >= 64` is compiled as a comparison with 63.
std::string number_in_words(const PlacedBranch& placed) {
  if (!placed.number.empty()) return placed.number;
  const Branch& branch = placed.branch;
  if (std::abs(branch.number) == std::numeric_limits<double>::max())
    return "the largest double, as std::isfinite does";
  const std::string number = format_number(branch.number, kNumberDigits);
  const std::string next = format_number(branch.number + 1.0, kNumberDigits);
  return branch.whole && next != number ? number + " or " + next : number;
}

// Returns whether one of `all` compares fractions at the same place with another number. The vocabulary's
// comparisons of tensors are places of their own for each number, and code has one number in one place.
bool has_variable_number(const std::vector<Branch>& all, const Branch& branch) {
  return !branch.whole && std::ranges::any_of(all, [&](const Branch& other) {
    return !other.whole && other.site == branch.site && other.number != branch.number;
  });
}

bool is_of_a_number(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0;
}

// Returns whether a line has this number as a word of its own.
bool holds_number(std::string_view line, const std::string& number) {
  for (std::size_t at = line.find(number); at != std::string_view::npos; at = line.find(number, at + 1)) {
    const std::size_t end = at + number.size();
    if ((at == 0 || !is_of_a_number(line[at - 1])) && (end == line.size() || !is_of_a_number(line[end])))
      return true;
  }
  return false;
}

std::string drawn_because(const PlacedBranch& placed) {
  return fmt::format("The case was drawn because {} compares something with {}.", placed.place,
                     number_in_words(placed));
}

// By what factor a value is off the number. Infinite for another sign.
double distance(double value, double number) {
  return value / number > 0.0 ? std::abs(std::log(value / number)) : std::numeric_limits<double>::infinity();
}

bool is_near(double value, double number) { return distance(value, number) < kNear; }

// The case in which a value came nearest to a number.
struct Nearest {
  double distance = std::numeric_limits<double>::infinity();
  double scale = 1.0;
  std::optional<CaseTranscript> entry;

  void note(double new_distance, double new_scale, const CaseTranscript& new_entry) {
    if (!(new_distance < distance)) return;
    distance = new_distance;
    scale = new_scale;
    entry = new_entry;
  }
};

}  // namespace

std::vector<PlacedBranch> worth_a_case(const std::vector<Branch>& branches, const LinesAt& lines_at,
                                       const std::string& file) {
  std::vector<const Branch*> looked_up;
  std::vector<std::uint64_t> addresses;
  for (const Branch& branch : branches) {
    if (!(misses_a_side(branch) || is_threshold(branch) || may_be_a_loop(branch)) ||
        looked_up.size() == kMostLookedUp)
      continue;
    if (has_variable_number(branches, branch)) continue;
    looked_up.push_back(&branch);
    addresses.insert(addresses.end(), branch.site.begin(), branch.site.end());
  }
  if (addresses.empty()) return {};
  const auto lines = lines_at(addresses);
  if (lines.size() != addresses.size()) return {};
  std::vector<PlacedBranch> result;
  std::size_t next = 0;
  for (const Branch* branch : looked_up) {
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(next);
    next += branch->site.size();
    const std::string line = branch->whole ? innermost(*begin) : first_named(begin, branch->site.size());
    if (line.starts_with(file + ':')) result.push_back({*branch, in_words(line)});
  }
  std::ranges::stable_partition(result, [](const PlacedBranch& each) { return misses_a_side(each.branch); });
  return result;
}

void read_numbers(std::vector<PlacedBranch>& branches, std::string_view source) {
  const std::vector<std::string_view> lines = lines_of(source);
  for (PlacedBranch& placed : branches) {
    if (!placed.branch.whole) continue;
    const std::size_t line = std::stoul(placed.place.substr(placed.place.rfind(' ') + 1));
    if (line == 0 || line > lines.size()) continue;
    const std::string number = format_number(placed.branch.number, kNumberDigits);
    const std::string next = format_number(placed.branch.number + 1.0, kNumberDigits);
    const bool has_number = holds_number(lines[line - 1], number);
    if (has_number != holds_number(lines[line - 1], next)) placed.number = has_number ? number : next;
  }
}

std::vector<PlacedBranch> those_untried(std::vector<PlacedBranch> branches) {
  std::erase_if(branches, [](const PlacedBranch& each) { return !misses_a_side(each.branch); });
  return branches;
}

void find_further_cases(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                        std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  std::size_t searched = 0;
  std::size_t nearby = 0;
  for (PlacedBranch placed : branches) {
    const bool misses = misses_a_side(placed.branch);
    if ((misses ? searched++ : nearby++) >= (misses ? kMostSearched : kMostNearby)) continue;
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
    if (taken || !in_doubt) (taken ? further.taken : further.not_taken).push_back(placed);
  }
  further.asking.reset();
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
    Transcript cases = cases_beyond(op, number.number, seed, tolerance);
    if (cases.empty()) continue;
    const std::string place = fmt::format("{} ({})", line, number.text);
    further.beyond.push_back(place);
    further.of_numbers += cases.size();
    for (CaseTranscript& entry : cases) {
      entry.the_case.note = fmt::format("The case was drawn because of a number in {}.", place);
      further.cases.push_back(std::move(entry));
    }
  }
}

void find_cases_at_computed_numbers(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                                    std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  std::size_t searched = 0;
  for (const PlacedBranch& placed : branches) {
    const Branch& branch = placed.branch;
    if (branch.whole || branch.number == 0.0 || searched++ == kMostScaled) continue;
    if (is_near(branch.nearest_below, branch.number) && is_near(branch.nearest_above, branch.number))
      continue;
    Nearest below, above;
    const auto ask = [&](const Scaling& scaling, std::uint64_t draw, double scale) {
      auto entry = scaled_case(op, scaling, scale, seed + draw, tolerance);
      if (!entry) return;
      further.asking = *entry;
      try {
        const auto running = subject.start(op, entry->the_case);
        if (!op.gradients().empty()) running->backward(entry->u);
      } catch (const Failure&) {
        return;
      }
      const std::vector<Branch> all = subject.branches();
      const Branch* now = same_branch(all, branch);
      if (!now) return;
      if (now->below) below.note(distance(now->nearest_below, branch.number), scale, *entry);
      if (now->above) above.note(distance(now->nearest_above, branch.number), scale, *entry);
    };
    const auto is_done = [&] { return below.distance < kNearEnough && above.distance < kNearEnough; };
    // Whether a value can come near may depend on the draw: some example has to be nearly right for that.
    for (std::uint64_t draw = 0; draw < kMostDraws && !is_done(); ++draw) {
      for (const Scaling& scaling : scalings(op)) {
        for (const double scale : kScales) ask(scaling, draw, scale);
        // An exponential passes the number within a small part of a scale.
        for (const double step : kFinerSteps) {
          for (const Nearest* each : {&below, &above}) {
            if (!each->entry || each->distance < kNear) continue;
            const double middle = each->scale;
            for (const int power : {-3, -2, -1, 1, 2, 3}) ask(scaling, draw, middle * std::pow(step, power));
          }
        }
      }
    }
    for (Nearest* each : {&below, &above}) {
      if (!each->entry || !(each->distance < kNearEnough) || !has_one_answer(op, *each->entry)) continue;
      each->entry->the_case.note = drawn_because(placed);
      further.cases.push_back(std::move(*each->entry));
      if (further.taken.empty() || further.taken.back().place != placed.place)
        further.taken.push_back(placed);
    }
  }
  further.asking.reset();
}

std::string drawn_sentence(const FurtherCases& further) {
  std::vector<std::string> sentences;
  const auto add = [&](std::size_t count, const char* what, const std::vector<std::string>& places) {
    if (count == 0) return;
    sentences.push_back(fmt::format("{} further case{} drawn from {} in your code: {}.", count,
                                    count == 1 ? " was" : "s were", what, first_few(places)));
  };
  add(further.cases.size() - further.of_numbers, "comparisons", listed(further.taken));
  add(further.of_numbers, "numbers", further.beyond);
  return join(sentences, " ");
}

std::string untried_sentence(const FurtherCases& further) {
  if (further.not_taken.empty()) return {};
  return fmt::format("No case takes the other side of {}.", first_few(listed(further.not_taken)));
}

std::vector<std::string> listed(const std::vector<PlacedBranch>& branches) {
  std::vector<std::string> places;
  for (const PlacedBranch& each : branches) {
    const std::string place = fmt::format("{} (compared with {})", each.place, number_in_words(each));
    if (std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  return places;
}

}  // namespace grader
