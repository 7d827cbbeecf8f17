#include "grader/checks/right_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "grader/base/numbers.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

constexpr int kValueDigits = 6;
constexpr std::size_t kMostSetApart = 2;
// An edge between numbers that are not whole is met by chance where few cases lie on one side of it.
constexpr std::size_t kLeastEdgeCases = 2;

using Quantities = std::map<std::string, double>;

struct KnownCase {
  bool wrong;
  Quantities settings;  // attributes, and inputs that are a single number
  Quantities sizes;
};

std::vector<KnownCase> known_cases(const JudgedGradient& gradient) {
  std::vector<KnownCase> cases;
  for (const JudgedCase& judged : gradient.cases) {
    const Case& the_case = judged.entry->the_case;
    KnownCase known{is_wrong(judged), the_case.attributes, {}};
    for (const InputSpec& input : gradient.op.inputs) {
      if (input.shape.empty() && input.name != gradient.of)
        known.settings[input.name] = the_case.inputs.at(input.name).values.front();
    }
    for (const auto& [symbol, size] : symbol_sizes(gradient.op, the_case)) {
      if (!is_multiple_of_a_size(symbol)) known.sizes[symbol] = static_cast<double>(size);
    }
    cases.push_back(std::move(known));
  }
  return cases;
}

bool is_whole(double value) { return value == std::floor(value); }

// One quantity in all cases.
class QuantityValues {
 public:
  QuantityValues(const std::vector<KnownCase>& cases, Quantities KnownCase::*kind, const std::string& name) {
    for (const KnownCase& each : cases) {
      const auto found = (each.*kind).find(name);
      if (found == (each.*kind).end()) {
        complete_ = false;
        return;
      }
      (each.wrong ? wrong_ : right_).insert(found->second);
      all_whole_ = all_whole_ && is_whole(found->second);
    }
    complete_ = !wrong_.empty() && !right_.empty();
  }

  // Returns the value that all wrong cases have and no right one. Quantities that differ from case to case
  // have one in any single case, so that it must be one of few, a usual one, or a whole one at an end.
  std::optional<double> only_of_wrong() const {
    if (!complete_ || *wrong_.begin() != *wrong_.rbegin() || right_.contains(*wrong_.begin()))
      return std::nullopt;
    const double value = *wrong_.begin();
    const std::size_t distinct = std::set<double>(right_.begin(), right_.end()).size() + 1;
    const bool one_of_few = 2 * distinct <= right_.size() + wrong_.size();
    const bool at_an_end = is_whole(value) && (value < *right_.begin() || value > *right_.rbegin());
    if (!one_of_few && !at_an_end && value != 0.0 && value != 1.0) return std::nullopt;
    return value;
  }

  // Returns the edge between the wrong cases and the right ones, on the side of the wrong ones.
  std::optional<double> least_of_wrong() const {
    return may_have_an_edge() && *wrong_.begin() > *right_.rbegin() ? std::optional(*wrong_.begin())
                                                                    : std::nullopt;
  }
  std::optional<double> most_of_wrong() const {
    return may_have_an_edge() && *wrong_.rbegin() < *right_.begin() ? std::optional(*wrong_.rbegin())
                                                                    : std::nullopt;
  }

  // Returns the value that all right cases have and no wrong one.
  std::optional<double> only_of_right() const {
    if (!complete_ || *right_.begin() != *right_.rbegin() || right_.size() < kLeastEdgeCases ||
        wrong_.contains(*right_.begin()))
      return std::nullopt;
    return *right_.begin();
  }

 private:
  bool may_have_an_edge() const {
    return complete_ && (all_whole_ || std::min(wrong_.size(), right_.size()) >= kLeastEdgeCases);
  }

  std::multiset<double> wrong_;
  std::multiset<double> right_;
  bool complete_ = true;
  bool all_whole_ = true;
};

using Words = std::vector<std::string>;

// Returns what a value of each quantity of one kind says exactly of the wrong cases.
Words said_by_values(const Op& op, const std::vector<KnownCase>& cases, Quantities KnownCase::*kind) {
  Words equal, edges, unequal;
  for (const auto& [name, value] : cases.front().*kind) {
    const QuantityValues values(cases, kind, name);
    const auto number = [](double edge) { return format_number(edge, kValueDigits); };
    if (const auto only = values.only_of_wrong()) {
      equal.push_back(fmt::format("{} is {}", name, value_words(op, name, *only)));
    } else if (const auto least = values.least_of_wrong()) {
      edges.push_back(fmt::format("{} is {} or more", name, number(*least)));
    } else if (const auto most = values.most_of_wrong()) {
      edges.push_back(fmt::format("{} is {} or less", name, number(*most)));
    } else if (const auto right = values.only_of_right()) {
      unequal.push_back(fmt::format("{} is not {}", name, value_words(op, name, *right)));
    }
  }
  return !equal.empty() ? equal : !edges.empty() ? edges : unequal;
}

// Returns what two sizes, or an attribute and a size, say together.
Words said_by_pairs(const Op& op, const std::vector<KnownCase>& cases) {
  Words words;
  const auto exactly = [&](const auto& holds) {
    return std::ranges::all_of(cases, [&](const KnownCase& each) { return holds(each) == each.wrong; });
  };
  const Quantities& sizes = cases.front().sizes;
  for (auto first = sizes.begin(); first != sizes.end(); ++first) {
    for (auto second = std::next(first); second != sizes.end(); ++second) {
      const auto& one = first->first;
      const auto& other = second->first;
      if (exactly([&](const KnownCase& each) { return each.sizes.at(one) == each.sizes.at(other); }))
        words.push_back(fmt::format("{} and {} are the same", one, other));
    }
  }
  for (const AttributeSpec& attribute : op.attributes) {
    if (!attribute.whole) continue;
    for (const auto& [symbol, size] : sizes) {
      const bool above = exactly([&](const KnownCase& each) {
        const auto value = each.settings.find(attribute.name);
        return value != each.settings.end() && value->second > each.sizes.at(symbol);
      });
      if (above) words.push_back(fmt::format("{} is larger than {}", attribute.name, symbol));
    }
  }
  return words;
}

// Returns "alpha is 0": what holds in the wrong cases, and in no other.
std::string said_of_wrong(const JudgedGradient& gradient) {
  const std::vector<KnownCase> cases = known_cases(gradient);
  Words words = said_by_values(gradient.op, cases, &KnownCase::settings);
  if (words.empty()) words = said_by_values(gradient.op, cases, &KnownCase::sizes);
  if (words.empty()) words = said_by_pairs(gradient.op, cases);
  return words.size() > kMostSetApart ? "" : enumerated(words);
}

std::string share(const JudgedGradient& gradient, const std::string& of_wrong) {
  const std::size_t all = gradient.cases.size();
  const auto wrong = static_cast<std::size_t>(std::ranges::count_if(gradient.cases, is_wrong));
  if (wrong == all) return {};
  std::string sentence =
      fmt::format("{} is right for {} of the {} inputs of this check", gradient.name, all - wrong, all);
  if (!of_wrong.empty()) {
    sentence +=
        fmt::format(": all but the {} in which {}", wrong == 1 ? "one" : std::to_string(wrong), of_wrong);
  }
  return sentence + ".";
}

}  // namespace

std::string share_of_right(const JudgedGradient& gradient) {
  return gradient.cases.empty() ? "" : share(gradient, said_of_wrong(gradient));
}

std::string share_set_apart(const JudgedGradient& gradient) {
  const std::string of_wrong = gradient.cases.empty() ? "" : said_of_wrong(gradient);
  return of_wrong.empty() ? "" : share(gradient, of_wrong);
}

std::string value_words(const Op& op, const std::string& quantity, double value) {
  const std::string number = format_number(value, kValueDigits);
  const auto attribute = std::ranges::find(op.attributes, quantity, &AttributeSpec::name);
  if (attribute == op.attributes.end() || !attribute->whole) return number;
  // "0 none, 1 batch normalisation, 2 group normalisation"
  const std::string listed = ", " + attribute->meaning + ",";
  const std::string before = ", " + number + " ";
  if (!listed.starts_with(", 0 ")) return number;
  const std::size_t at = listed.find(before);
  if (at == std::string::npos) return number;
  const std::size_t begin = at + before.size();
  return fmt::format("{} ({})", number, listed.substr(begin, listed.find(',', begin) - begin));
}

}  // namespace grader
