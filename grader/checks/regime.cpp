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

struct Extent {
  double least = kInfinity;
  double most = -kInfinity;
  std::size_t count = 0;

  void add(double value) {
    least = std::min(least, value);
    most = std::max(most, value);
    ++count;
  }
};

// The values of some quantity where the answer is wrong, and where it is right.
struct Sides {
  Extent wrong;
  Extent right;

  void add(double value, bool is_wrong) { (is_wrong ? wrong : right).add(value); }

  // Returns "31.7 or more, and right where it is 29.5 or less", or nullopt when the two are not apart.
  std::optional<std::string> apart(double orders) const {
    const bool above = wrong.least > right.most, below = wrong.most < right.least;
    if (wrong.count == 0 || right.count == 0 || (!above && !below)) return std::nullopt;
    const auto n = static_cast<double>(wrong.count + right.count), k = static_cast<double>(wrong.count);
    const double choices = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    if (!(choices >= std::log(orders))) return std::nullopt;
    const double here = above ? wrong.least : wrong.most, there = above ? right.most : right.least;
    const auto [first, second] = format_apart(here, there);
    const char* more = above ? " or more" : " or less";
    return fmt::format("{}{}, and right where it is {}{}", first, wrong.least == wrong.most ? "" : more,
                       second, above ? " or less" : " or more");
  }
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
  for (const auto& [name, tensor] : beside(gradient, gradient.cases.front())) {
    for (const std::string& quantity : {name, "the magnitude of " + name}) {
      if (const auto apart = sides[quantity].apart(kElementOrders))
        return fmt::format("{} is wrong just where {} is {}.", gradient.name, quantity, *apart);
    }
  }
  return {};
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
    if (const auto apart = own.apart(kCaseOrders))
      found.push_back(fmt::format("{} is wrong just where {} is {}.", gradient.name, name, *apart));
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
