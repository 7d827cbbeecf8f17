#include <algorithm>
#include <backprop/dqn_loss.hpp>
#include <cmath>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

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
  if (probe.id == "terminal") inputs["done"] = Tensor::filled({probe.n}, 1.0);
  if (probe.id == "going-on") inputs["done"] = Tensor::filled({probe.n}, 0.0);
  const double delta = std::vector<double>{0.5, 1.0, 2.0}[rng.index(3)];
  return {std::move(inputs), {{"gamma", 0.5 + 0.5 * rng.uniform()}, {"delta", delta}}, {}};
}

// |TD error| - delta of each transition: where the Huber loss changes from parabola to line.
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

Op dqn_loss() {
  return {
      .name = "dqn_loss",
      .summary = "Huber loss of the TD errors of a table of Q values, on a batch of transitions",
      .inputs = {{"table", {"S", "A"}},
                 {.name = "target_table", .shape = {"S", "A"}, .differentiable = false},
                 {"s", {"N"}, false, true, "S"},
                 {"a", {"N"}, false, true, "A"},
                 {.name = "reward", .shape = {"N"}, .differentiable = false},
                 {"s_next", {"N"}, false, true, "S"},
                 {.name = "done", .shape = {"N"}, .differentiable = false, .integer = true}},
      .attributes = {{"gamma", "discount of what comes later", 0.0, 1.0},
                     {"delta", "where the parabola of the Huber loss ends", 1e-3, 1e6}},
      .outputs = {{"loss", {}}},
      .functions = {"dqn_loss_forward", "dqn_loss_backward"},
      .start =
          [](const Case& the_case) {
            const double gamma = the_case.attributes.at("gamma");
            const double delta = the_case.attributes.at("delta");
            return run_layer(
                the_case, "loss",
                [gamma, delta](Arguments& in) {
                  return backprop::dqn_loss_forward(in.matrix("table"), in.matrix("target_table"),
                                                    {in.labels("s"), in.labels("a"), in.vector("reward"),
                                                     in.labels("s_next"), in.labels("done")},
                                                    gamma, delta);
                },
                [](Arguments& upstream, const backprop::DqnLossCache& cache) -> Tensors {
                  return {
                      {"table", from_xtensor(backprop::dqn_loss_backward(upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "repeated", .n = 13, .d = 2, .m = 3},
                                     {.id = "same-table", .n = 7, .d = 5, .m = 3},
                                     {.id = "going-on", .n = 6, .d = 4, .m = 3},
                                     {.id = "terminal", .n = 5, .d = 6, .m = 2}}),
      .sample = sample,
      .switches = beyond_delta,
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(dqn_loss, grader::dqn_loss())
