#include "grader/checks/ratio.hpp"

#include <algorithm>
#include <cmath>

namespace grader {

namespace {

constexpr double kRatioTolerance = 1e-6;

bool close(double a, double b) {
  return std::abs(a - b) <= kRatioTolerance * std::max(std::abs(a), std::abs(b));
}

struct Factor {
  std::string name;
  double value;
};

// Returns the factors worth naming at these sizes, simplest first. The list has the same names at all sizes
// of an op.
std::vector<Factor> candidates(const std::map<std::string, std::size_t>& sizes) {
  std::vector<Factor> result = {{"-1", -1.0}, {"2", 2.0}, {"1/2", 0.5},
                                {"-2", -2.0}, {"4", 4.0}, {"1/4", 0.25}};
  const auto add = [&](const std::string& name, double value) {
    result.push_back({name, value});
    result.push_back({"1/" + (name.size() > 1 ? "(" + name + ")" : name), 1.0 / value});
    result.push_back({"-" + name, -value});
    result.push_back({"2 " + name, 2.0 * value});
    result.push_back({name + "/2", value / 2.0});
  };
  for (const auto& [name, size] : sizes) add(name, static_cast<double>(size));
  for (auto first = sizes.begin(); first != sizes.end(); ++first) {
    for (auto second = first; second != sizes.end(); ++second) {
      const double product = static_cast<double>(first->second * second->second);
      add(first == second ? first->first + "^2" : first->first + " " + second->first, product);
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
  for (const RatioSample& sample : samples) all.push_back(candidates(sample.sizes));
  for (std::size_t k = 0; k < all.front().size(); ++k) {
    const bool explains_all = std::all_of(samples.begin(), samples.end(), [&](const RatioSample& sample) {
      return close(sample.ratio, all[static_cast<std::size_t>(&sample - samples.data())][k].value);
    });
    if (explains_all) return all.front()[k].name;
  }
  return std::nullopt;
}

}  // namespace grader
