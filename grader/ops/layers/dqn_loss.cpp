#include <algorithm>
#include <backprop/dqn_loss.hpp>
#include <cmath>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(dqn_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "Huber loss of the TD errors of a table of Q values, on a batch of transitions",
          .inputs = {{"table", {"S", "A"}},
                     fixed("target_table", {"S", "A"}),
                     integers("s", {"N"}, "S"),
                     integers("a", {"N"}, "A"),
                     fixed("reward", {"N"}),
                     integers("s_next", {"N"}, "S"),
                     integers("done", {"N"})},
          .attributes = {{"gamma", "discount of what comes later", 0.0, 1.0},
                         {"delta", "where the parabola of the Huber loss ends", 1e-12, 1e6}},
          .outputs = {{"loss", {}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape table = {probe.d, probe.m};
  Tensors inputs = {{"table", random_normal(rng, table, 2.0 * probe.scale)},
                    {"target_table", random_normal(rng, table, 2.0 * probe.scale)},
                    {"s", random_labels(rng, probe.n, probe.d)},
                    {"a", random_labels(rng, probe.n, probe.m)},
                    {"reward", random_normal(rng, {probe.n}, probe.scale)},
                    {"s_next", random_labels(rng, probe.n, probe.d)},
                    {"done", random_labels(rng, probe.n, 2)}};
  if (probe.id == "same-table") inputs["target_table"] = inputs["table"];
  if (probe.id == "perfect-fit") {
    inputs["done"] = Tensor::filled({probe.n}, 1.0);
    for (std::size_t n = 0; n < probe.n; ++n) {
      const auto row = static_cast<std::size_t>(inputs["s"].values[n]);
      const auto column = static_cast<std::size_t>(inputs["a"].values[n]);
      inputs["reward"].values[n] = inputs["table"].values[row * probe.m + column];
    }
  }
  if (probe.id == "terminal") inputs["done"] = Tensor::filled({probe.n}, 1.0);
  if (probe.id == "going-on") {
    inputs["done"] = Tensor::filled({probe.n}, 0.0);
    // A maximum that starts at 0, or at some number that looks small enough, is too large here.
    const double top = probe.index == 0 ? 0.0 : -2e3;
    for (double& value : inputs["target_table"].values) value += top;
  }
  const double delta = std::vector<double>{0.5, 1.0, 2.0}[rng.index(3)];
  return {std::move(inputs), {{"gamma", 0.5 + 0.5 * rng.uniform()}, {"delta", delta}}, {}};
}

// Returns |TD error| - delta of each transition. The Huber loss changes from parabola to line where it is 0.
std::vector<double> beyond_delta(const Case& the_case) {
  const auto at = [&](const char* name, std::size_t i) { return the_case.inputs.at(name).values.at(i); };
  const std::size_t actions = the_case.inputs.at("table").shape[1];
  const auto row = [&](const char* name, std::size_t n) {
    return static_cast<std::size_t>(at(name, n)) * actions;
  };
  std::vector<double> result;
  for (std::size_t n = 0; n < the_case.inputs.at("s").values.size(); ++n) {
    double best = -HUGE_VAL;
    for (std::size_t a = 0; a < actions; ++a) best = std::max(best, at("target_table", row("s_next", n) + a));
    const double target =
        at("reward", n) + (at("done", n) == 0.0 ? the_case.attributes.at("gamma") * best : 0.0);
    const double q = at("table", row("s", n) + static_cast<std::size_t>(at("a", n)));
    result.push_back(std::abs(target - q) - the_case.attributes.at("delta"));
  }
  return result;
}

// Two states, two actions. The error is 1 + 0.5 * 4 - 1 = 2 in transition 0, -1 - 2 = -3 in transition 1, a
// last step, and 2 again in transition 2. All are beyond delta, and two belong to the same value.
KnownAnswer by_hand() {
  return {.source = "(1.5 + 2.5 + 1.5) / 3",
          .inputs = {{"table", {{2, 2}, {1, 2, 3, 4}}},
                     {"target_table", {{2, 2}, {1, 2, 3, 4}}},
                     {"s", {{3}, {0, 0, 0}}},
                     {"a", {{3}, {0, 1, 0}}},
                     {"reward", {{3}, {1, -1, 1}}},
                     {"s_next", {{3}, {1, 1, 1}}},
                     {"done", {{3}, {0, 1, 0}}}},
          .attributes = {{"gamma", 0.5}, {"delta", 1.0}},
          .outputs = {{"loss", Tensor::scalar(5.5 / 3.0)}},
          .upstream = {{"loss", Tensor::scalar(3)}},
          .gradients = {{"table", {{2, 2}, {-2, 1, 0, 0}}}}};
}

// In "quadratic" the parabola holds every error, and no transition ends an episode: each gradient is an
// error, so that another target cannot have the same gradient.
Case sample_with_delta(backprop::Rng& rng, const Probe& probe) {
  Case the_case = sample(rng, probe);
  if (probe.id != "quadratic") return the_case;
  the_case.inputs["done"] = Tensor::filled({probe.n}, 0.0);
  double& delta = the_case.attributes.at("delta");
  delta = 0.0;
  const std::vector<double> errors = beyond_delta(the_case);
  delta = 2.0 * *std::max_element(errors.begin(), errors.end());
  return the_case;
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "repeated", .n = 13, .d = 2, .m = 3},
                                         {.id = "same-table", .n = 7, .d = 5, .m = 3},
                                         {.id = "going-on", .n = 6, .d = 4, .m = 3},
                                         {.id = "terminal", .n = 5, .d = 6, .m = 2},
                                         {.id = "quadratic", .n = 7, .d = 5, .m = 3},
                                         {.id = "perfect-fit", .n = 5, .d = 4, .m = 3, .cases = 1}}),
          .sample = sample_with_delta,
          .switches = beyond_delta,
          .known_answers = {by_hand()}};
}

}  // namespace
}  // namespace grader
