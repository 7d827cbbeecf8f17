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

// The values of some quantity, and whether the answer is wrong there.
class Sides {
 public:
  void add(double value, bool is_wrong) { values_.emplace_back(value, is_wrong); }

  // Returns where the wrong answers are, or nullopt when they do not have one side for themselves. Of all
  // orders, at most one in `orders` may put them there by chance.
  std::optional<Region> region(double orders) const {
    double least = kInfinity, most = -kInfinity;
    for (const auto& [value, wrong] : values_) {
      if (!wrong) continue;
      least = std::min(least, value);
      most = std::max(most, value);
    }
    const auto above = within(orders, [&](double value) { return value >= least; });
    const auto below = within(orders, [&](double value) { return value <= most; });
    if (!above && !below) return std::nullopt;
    const bool up = above && (!below || *above <= *below);
    double outside = up ? -kInfinity : kInfinity;
    for (const auto& [value, wrong] : values_) {
      if (up && value < least) outside = std::max(outside, value);
      if (!up && value > most) outside = std::min(outside, value);
    }
    const auto [first, second] = format_apart(up ? least : most, outside);
    const char* side = up ? " or more" : " or less";
    return Region{fmt::format("{}{}, and right where it is {}{}", first, least == most ? "" : side, second,
                              up ? " or less" : " or more"),
                  up ? *above : *below};
  }

 private:
  // Returns how many values are in the region if it holds all wrong ones, most of them wrong, and leaves out
  // enough.
  template <class Region>
  std::optional<std::size_t> within(double orders, Region in_region) const {
    std::size_t in = 0, wrong = 0;
    for (const auto& [value, is_wrong] : values_) {
      in += in_region(value);
      wrong += is_wrong;
    }
    if (wrong == 0 || in == values_.size() || 2 * wrong < in) return std::nullopt;
    const auto all = static_cast<double>(values_.size()), k = static_cast<double>(wrong);
    const double by_chance = log_choices(static_cast<double>(in), k) - log_choices(all, k);
    if (!(by_chance <= -std::log(orders))) return std::nullopt;
    return in;
  }

  std::vector<std::pair<double, bool>> values_;
};

// The tensors of a case whose elements are beside those of the gradient, by name.
std::vector<std::pair<std::string, const Tensor*>> beside(const JudgedGradient& gradient,
                                                          const JudgedCase& judged) {
  std::vector<std::pair<std::string, const Tensor*>> tensors;
  for (const InputSpec& input : gradient.op.inputs) {
    if (!input.integer && input.shape == gradient.shape)
      tensors.emplace_back(input.name, &judged.entry->the_case.inputs.at(input.name));
  }
  if (gradient.is_output) return tensors;
  for (const OutputSpec& output : gradient.op.outputs) {
    const auto upstream = judged.entry->u.find(output.name);
    if (upstream != judged.entry->u.end() && output.shape == gradient.shape)
      tensors.emplace_back(gradient_name(output.name), &upstream->second);
  }
  return tensors;
}

}  // namespace

std::string regime_of_elements(const JudgedGradient& gradient) {
  if (gradient.cases.empty()) return {};
  std::map<std::string, Sides> sides;
  for (const JudgedCase& judged : gradient.cases) {
    const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
    for (const auto& [name, tensor] : beside(gradient, judged)) {
      if (tensor->values.size() != wrong.size()) return {};
      for (std::size_t i = 0; i < wrong.size(); ++i) {
        const bool telling = std::abs(judged.expected.lower.values[i]) > judged.expected.allowed(i);
        if (!wrong[i] && !telling) continue;  // a wrong formula gives 0 there as well
        sides[name].add(tensor->values[i], wrong[i]);
        sides["the magnitude of " + name].add(std::abs(tensor->values[i]), wrong[i]);
      }
    }
  }
  std::string sentence;
  std::size_t tightest = std::numeric_limits<std::size_t>::max();
  for (const auto& [name, tensor] : beside(gradient, gradient.cases.front())) {
    for (const std::string& quantity : {name, "the magnitude of " + name}) {
      const auto region = sides[quantity].region(kElementOrders);
      if (!region || region->in_all >= tightest) continue;
      tightest = region->in_all;
      sentence = fmt::format("{} is wrong only where {} is {}.", gradient.name, quantity, region->words);
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
      sides[symbol].add(static_cast<double>(size), wrong);
    for (const auto& [name, value] : judged.entry->the_case.attributes) sides[name].add(value, wrong);
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
