#include "grader/scenarios/dead_relu.hpp"

#include <fmt/format.h>

#include "grader/base/numbers.hpp"

namespace grader {

std::optional<Finding> judge_dead_fraction(const std::vector<double>& reported,
                                           const std::vector<double>& counted, const std::string& where) {
  const auto departure = first_departure(reported, counted);
  if (!departure) return std::nullopt;
  const auto [yours, expected] = format_apart(departure->student, departure->reference);
  return scenario_fails(
      fmt::format("{}, your dead_fraction says {} on the activations of the whole training set, where {} of "
                  "the units are 0 on every "
                  "example: a unit that fires on a single one, however weakly, is alive.",
                  where, yours, expected));
}

Scenario dead_relu_scenario() {
  return {"dead-relu",
          {dead_relu_never_fire(), dead_relu_one_unit(), dead_relu_sweep(), dead_relu_revival()},
          "The scenario: dead ReLU"};
}
BACKPROP_SCENARIO(dead_relu_scenario);

}  // namespace grader
