#include "grader/checks/regime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/tensors_beside.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Of all orders of the elements, at most one in so many may tell wrong and right ones apart.
constexpr double kElementOrders = 1e5;
constexpr double kCaseOrders = 50.0;

// Returns the logarithm of the number of ways to choose k of n.
double log_choices(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

struct Region {
  std::string words;       // "31.7 or more, and right where it is 29.5 or less"
  std::size_t in_all = 0;  // values in it, right ones included
};

// Returns "31.7 or more", or the value alone where it is the only one.
std::string side_words(const std::string& value, bool only, bool up) {
  return value + (only ? "" : up ? " or more" : " or less");
}

// The values of some quantity, case by case, and whether the answer is wrong there.
class Sides {
 public:
  void add(std::size_t of_case, double value, bool is_wrong) {
    values_.push_back({of_case, value, is_wrong});
  }

  // Returns where the wrong answers are, or nullopt when they do not have one side for themselves. Of all
  // orders within the cases, and of the cases that are wrong or right as a whole, at most one in `orders` may
  // put them there by chance.
  std::optional<Region> region(double orders) const {
    double least = kInfinity, most = -kInfinity;
    for (const Value& each : values_) {
      if (!each.wrong) continue;
      least = std::min(least, each.value);
      most = std::max(most, each.value);
    }
    const auto above = within(orders, [&](double value) { return value >= least; });
    const auto below = within(orders, [&](double value) { return value <= most; });
    if (!above && !below) return std::nullopt;
    const bool up = above && (!below || *above <= *below);
    double nearest = up ? -kInfinity : kInfinity, farthest = -nearest;  // of the values outside
    for (const Value& each : values_) {
      if (up ? each.value >= least : each.value <= most) continue;
      nearest = up ? std::max(nearest, each.value) : std::min(nearest, each.value);
      farthest = up ? std::min(farthest, each.value) : std::max(farthest, each.value);
    }
    const std::size_t in_all = up ? *above : *below;
    if (up && nearest == 0.0 && farthest == 0.0 && least > 0.0 && least < most)
      return Region{"not 0, and right where it is 0", in_all};
    const auto [first, second] = format_apart(up ? least : most, nearest);
    return Region{fmt::format("{}, and right where it is {}", side_words(first, least == most, up),
                              side_words(second, nearest == farthest, !up)),
                  in_all};
  }

 private:
  struct Value {
    std::size_t of_case;
    double value;
    bool wrong;
  };
  struct Count {
    std::size_t all = 0, in = 0, wrong = 0;
  };

  // Returns how many values are in the region if it holds all wrong ones, most of them wrong, and leaves out
  // enough.
  template <class Region>
  std::optional<std::size_t> within(double orders, Region in_region) const {
    std::map<std::size_t, Count> cases;
    Count total;
    for (const Value& each : values_) {
      for (Count* count : {&total, &cases[each.of_case]}) {
        ++count->all;
        count->in += in_region(each.value);
        count->wrong += each.wrong;
      }
    }
    if (total.wrong == 0 || total.in == total.all || 2 * total.wrong < total.in) return std::nullopt;
    double by_chance = 0.0;
    Count whole;  // of cases that are wrong, or right, as a whole
    for (const auto& [index, count] : cases) {
      if (count.wrong > 0 && count.wrong < count.all) {
        by_chance += log_of_choices(count);
      } else {
        ++whole.all;
        whole.in += count.in > 0;
        whole.wrong += count.wrong > 0;
      }
    }
    by_chance += log_of_choices(whole);
    if (!(by_chance <= -std::log(orders))) return std::nullopt;
    return total.in;
  }

  static double log_of_choices(const Count& count) {
    const auto k = static_cast<double>(count.wrong);
    return log_choices(static_cast<double>(count.in), k) - log_choices(static_cast<double>(count.all), k);
  }

  std::vector<Value> values_;
};

}  // namespace

std::string regime_of_elements(const JudgedGradient& gradient) {
  if (gradient.cases.empty()) return {};
  std::map<std::string, Sides> sides;
  for (const JudgedCase& judged : gradient.cases) {
    const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
    for (const auto& [name, tensor] : tensors_beside(gradient, judged)) {
      if (tensor.values.size() != wrong.size()) return {};
      for (std::size_t i = 0; i < wrong.size(); ++i) {
        const bool telling = std::abs(judged.expected.lower.values[i]) > judged.expected.allowed(i);
        if (!wrong[i] && !telling) continue;  // a wrong formula gives 0 there as well
        sides[name].add(judged.index, tensor.values[i], wrong[i]);
        sides["the magnitude of " + name].add(judged.index, std::abs(tensor.values[i]), wrong[i]);
      }
    }
  }
  std::string sentence;
  std::size_t tightest = std::numeric_limits<std::size_t>::max();
  for (const auto& [name, tensor] : tensors_beside(gradient, gradient.cases.front())) {
    for (const std::string& quantity : {name, "the magnitude of " + name}) {
      const auto region = sides[quantity].region(kElementOrders);
      if (!region || region->in_all >= tightest) continue;
      tightest = region->in_all;
      const bool not_zero = region->words.starts_with("not 0");  // then the magnitude says nothing more
      sentence = fmt::format("{} is wrong only where {} is {}.", gradient.name, not_zero ? name : quantity,
                             region->words);
    }
  }
  return sentence;
}

std::string regime_of_cases(const JudgedGradient& gradient) {
  std::map<std::string, Sides> sides;
  for (const JudgedCase& judged : gradient.cases) {
    const bool wrong = is_wrong(judged);
    if (!wrong && !is_telling(judged)) continue;
    for (const auto& [symbol, size] : symbol_sizes(gradient.op, judged.entry->the_case))
      sides[symbol].add(judged.index, static_cast<double>(size), wrong);
    for (const auto& [name, value] : judged.entry->the_case.attributes)
      sides[name].add(judged.index, value, wrong);
  }
  std::vector<std::string> found;
  for (const auto& [name, own] : sides) {
    if (const auto region = own.region(kCaseOrders))
      found.push_back(fmt::format("{} is wrong only where {} is {}.", gradient.name, name, region->words));
  }
  return found.size() == 1 ? found.front() : "";  // where two fit, neither is known to be the reason
}

std::string share_of_right(const JudgedGradient& gradient) {
  const auto right = std::ranges::count_if(gradient.cases, std::not_fn(is_wrong));
  return right == 0 ? ""
                    : fmt::format("It is right for {} of the {} inputs of this check.", right,
                                  gradient.cases.size());
}

}  // namespace grader
