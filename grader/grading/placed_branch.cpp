#include "grader/grading/placed_branch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <string_view>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostLookedUp = 64;
constexpr int kNumberDigits = 6;

// A number that the probes lie on both sides of, though perhaps not near it. A sign is tried on both sides by
// all probes, but perhaps not at 0.
bool is_threshold(const Branch& branch) {
  return !branch.two_values && !branch.whole && (branch.number != 0.0 || !branch.equal);
}

std::string in_words(const std::string& line) {
  const std::size_t colon = line.rfind(':');
  return line.substr(0, colon) + ", line " + line.substr(colon + 1);
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

// `n >= 64` is compiled as a comparison with 63.
std::string number_in_words(const PlacedBranch& placed) {
  if (placed.branch.two_values) return "another value";
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
  return !branch.whole && !branch.two_values && std::ranges::any_of(all, [&](const Branch& other) {
    return !other.whole && !other.two_values && other.site == branch.site && other.number != branch.number;
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

}  // namespace

int sides_taken(const Branch& branch) { return int{branch.below} + int{branch.equal} + int{branch.above}; }

bool misses_a_side(const Branch& branch) {
  if (branch.two_values) return branch.below != branch.above;
  if (branch.whole && branch.number == 0.0) return false;
  if (branch.whole) return sides_taken(branch) == 1 || !branch.equal;
  return !(branch.below && branch.above);
}

bool is_never_equal(const Branch& branch) { return !branch.equal && (!branch.whole || branch.two_values); }

bool may_be_a_loop(const Branch& branch) {
  return branch.whole && !branch.two_values && branch.number != 0.0 && branch.below && branch.equal &&
         !branch.above;
}

const Branch* same_branch(const std::vector<Branch>& all, const Branch& branch) {
  const auto found = std::ranges::find_if(all, [&](const Branch& other) {
    return other.site == branch.site && other.whole == branch.whole &&
           other.two_values == branch.two_values && other.number == branch.number;
  });
  return found == all.end() ? nullptr : &*found;
}

std::vector<PlacedBranch> worth_a_case(const std::vector<Branch>& branches, const LinesAt& lines_at,
                                       const std::string& file) {
  const auto is_likely = [](const Branch& branch) {
    return misses_a_side(branch) || is_threshold(branch) || may_be_a_loop(branch);
  };
  std::vector<const Branch*> ordered;
  for (const Branch& branch : branches) {
    if (is_likely(branch)) ordered.push_back(&branch);
  }
  for (const Branch& branch : branches) {
    if (!is_likely(branch) && is_never_equal(branch)) ordered.push_back(&branch);
  }
  std::vector<const Branch*> looked_up;
  std::vector<std::uint64_t> addresses;
  for (const Branch* branch : ordered) {
    if (looked_up.size() == kMostLookedUp) break;
    if (has_variable_number(branches, *branch)) continue;
    looked_up.push_back(branch);
    addresses.insert(addresses.end(), branch->site.begin(), branch->site.end());
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
  // What is compared with a number that can be aimed at comes first.
  const auto order = [](const PlacedBranch& each) {
    if (misses_a_side(each.branch)) return int{each.branch.two_values};
    return each.branch.two_values ? 3 : 2;
  };
  std::ranges::stable_sort(result, {}, order);
  return result;
}

void read_numbers(std::vector<PlacedBranch>& branches, std::string_view source) {
  const std::vector<std::string_view> lines = lines_of(source);
  for (PlacedBranch& placed : branches) {
    if (!placed.branch.whole || placed.branch.two_values) continue;
    const std::size_t line = std::stoul(placed.place.substr(placed.place.rfind(' ') + 1));
    if (line == 0 || line > lines.size()) continue;
    const std::string number = format_number(placed.branch.number, kNumberDigits);
    const std::string next = format_number(placed.branch.number + 1.0, kNumberDigits);
    const bool has_number = holds_number(lines[line - 1], number);
    if (has_number != holds_number(lines[line - 1], next)) placed.number = has_number ? number : next;
  }
}

std::vector<PlacedBranch> those_untried(std::vector<PlacedBranch> branches) {
  std::erase_if(branches, [](const PlacedBranch& each) {
    return each.branch.two_values || !misses_a_side(each.branch);
  });
  return branches;
}

std::string drawn_because(const PlacedBranch& placed) {
  return fmt::format("The case was drawn because {} compares something with {}.", placed.place,
                     number_in_words(placed));
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
