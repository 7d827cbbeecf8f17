#include "grader/checks/ratio.hpp"

#include <algorithm>
#include <cmath>

namespace grader {

namespace {

constexpr double kRatioTolerance = 1e-6;

bool close(double a, double b) {
  return std::isfinite(a) && std::isfinite(b) &&
         std::abs(a - b) <= kRatioTolerance * std::max(std::abs(a), std::abs(b));
}

constexpr std::size_t kNumbers = 7;  // candidates without symbols

struct Factor {
  std::string name;
  double value;
};

// Returns the factors worth naming with these symbols, simplest first. The list has the same names for all
// samples of an op.
std::vector<Factor> candidates(const std::map<std::string, double>& symbols) {
  std::vector<Factor> result = {
      // the first kNumbers
      {"-1", -1.0}, {"2", 2.0}, {"1/2", 0.5}, {"-2", -2.0}, {"-1/2", -0.5}, {"4", 4.0}, {"1/4", 0.25}};
  const auto add = [&](const std::string& name, double value) {
    const bool several = name.find(' ') != std::string::npos && name.front() != '(';
    const std::string divisor = several ? "(" + name + ")" : name;
    result.push_back({name, value});
    result.push_back({"1/" + divisor, 1.0 / value});
    result.push_back({"-" + name, -value});
    result.push_back({"-1/" + divisor, -1.0 / value});
    result.push_back({"2 " + name, 2.0 * value});
    result.push_back({"2/" + divisor, 2.0 / value});
    result.push_back({divisor + "/2", value / 2.0});
    result.push_back({"1/(2 " + name + ")", 0.5 / value});
  };
  for (const auto& [name, value] : symbols) add(name, value);
  for (const auto& [name, value] : symbols) {
    result.push_back({"(" + name + " - 1)", value - 1.0});
    result.push_back({"(1 - " + name + ")", 1.0 - value});
    add("(" + name + " - 1)", value - 1.0);
    add("(" + name + " + 1)", value + 1.0);
    add("(1 - " + name + ")", 1.0 - value);
    add("sqrt(" + name + ")", std::sqrt(value));
    result.push_back({name + "/(" + name + " - 1)", value / (value - 1.0)});
    result.push_back({"(" + name + " - 1)/" + name, (value - 1.0) / value});
    // A standard deviation with the other divisor.
    result.push_back({"sqrt(" + name + "/(" + name + " - 1))", std::sqrt(value / (value - 1.0))});
    result.push_back({"sqrt((" + name + " - 1)/" + name + ")", std::sqrt((value - 1.0) / value)});
    result.push_back({name + "/(" + name + " + 1)", value / (value + 1.0)});
    result.push_back({"(1 - " + name + ")/" + name, (1.0 - value) / value});
    result.push_back({name + "/(1 - " + name + ")", value / (1.0 - value)});
  }
  for (auto first = symbols.begin(); first != symbols.end(); ++first) {
    for (auto second = first; second != symbols.end(); ++second) {
      const double product = first->second * second->second;
      const std::string name = first == second ? first->first + "^2" : first->first + " " + second->first;
      add(name, product);
      if (first == second) continue;
      result.push_back({first->first + "/" + second->first, first->second / second->second});
      result.push_back({second->first + "/" + first->first, second->second / first->second});
      for (const auto& [over, under] : {std::pair(first, second), std::pair(second, first)}) {
        const double ratio = over->second / under->second;
        result.push_back({"sqrt(" + over->first + "/" + under->first + ")", std::sqrt(ratio)});
        const double rest = (1.0 - over->second) / (1.0 - under->second);
        result.push_back({"(1 - " + over->first + ")/(1 - " + under->first + ")", rest});
      }
    }
  }
  return result;
}

}  // namespace

std::optional<double> constant_ratio(const Tensor& actual, const Expected& expected) {
  std::optional<double> ratio;
  for (std::size_t i = 0; i < actual.values.size(); ++i) {
    const double right = expected.lower.values[i];
    if (right != expected.upper.values[i]) return std::nullopt;
    // A value below the noise of rounding has no ratio of its own.
    const double noise = expected.allowed(i);
    if (std::abs(right) <= noise && std::abs(actual.values[i]) <= noise) continue;
    if (std::abs(right) <= noise) return std::nullopt;
    const double here = actual.values[i] / right;
    if (!std::isfinite(here) || (ratio && !close(here, *ratio))) return std::nullopt;
    if (!ratio) ratio = here;
  }
  if (!ratio || close(*ratio, 1.0)) return std::nullopt;
  return ratio;
}

std::optional<std::string> name_of_ratio(const std::vector<RatioSample>& samples) {
  if (samples.empty()) return std::nullopt;
  std::vector<std::vector<Factor>> all;
  for (const RatioSample& sample : samples) all.push_back(candidates(sample.symbols));
  // A symbol is told from a number by two cases that are wrong by different factors.
  std::vector<double> different;
  for (const RatioSample& sample : samples) {
    const auto seen = [&](double ratio) { return close(sample.ratio, ratio); };
    if (!seen(1.0) && std::none_of(different.begin(), different.end(), seen))
      different.push_back(sample.ratio);
  }
  const auto explains_all = [&](std::size_t k) {
    return std::all_of(samples.begin(), samples.end(), [&](const RatioSample& sample) {
      return close(sample.ratio, all[static_cast<std::size_t>(&sample - samples.data())][k].value);
    });
  };
  const std::size_t count = different.size() < 2 ? kNumbers : all.front().size();
  for (std::size_t k = 0; k < count; ++k) {
    if (explains_all(k)) return all.front()[k].name;
  }
  return std::nullopt;
}

}  // namespace grader
