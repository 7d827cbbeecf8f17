#include <backprop/td_target.hpp>
#include <cmath>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor q_next = random_normal(rng, {probe.n, probe.m}, probe.scale);
  if (probe.id == "ties") q_next = random_choice(rng, q_next.shape, {-2, 0.5, 1.25});
  if (probe.id == "all-negative") {
    for (double& value : q_next.values) value = -1.0 - std::abs(value);
  }
  Tensor done = random_labels(rng, probe.n, 2);
  if (probe.id == "terminal") done = Tensor::filled({probe.n}, 1.0);
  if (probe.id == "going-on") done = Tensor::filled({probe.n}, 0.0);
  return {{{"reward", random_normal(rng, {probe.n}, probe.scale)}, {"q_next", q_next}, {"done", done}},
          {{"gamma", probe.id == "going-on" ? 1.0 : 0.5 + 0.5 * rng.uniform()}},
          {}};
}

Op td_target() {
  return {
      .name = "td_target",
      .summary = "target = reward + gamma max_a q_next, and the reward alone after a last step",
      .inputs = {{.name = "reward", .shape = {"N"}, .differentiable = false},
                 {.name = "q_next", .shape = {"N", "A"}, .differentiable = false},
                 {.name = "done", .shape = {"N"}, .differentiable = false, .integer = true}},
      .attributes = {{"gamma", "discount of what comes later", 0.0, 1.0}},
      .outputs = {{"target", {"N"}}},
      .functions = {"td_target"},
      .start =
          [](const Case& the_case) {
            return run_function(the_case, [&](Arguments& in) -> Tensors {
              return {{"target", from_xtensor(backprop::td_target(in.vector("reward"), in.matrix("q_next"),
                                                                  in.labels("done"),
                                                                  the_case.attributes.at("gamma")))}};
            });
          },
      .probes = standard_probes_and({{.id = "going-on", .n = 6, .d = 2, .m = 3},
                                     {.id = "terminal", .n = 5, .d = 2, .m = 4},
                                     {.id = "all-negative", .n = 8, .d = 2, .m = 3},
                                     {.id = "ties", .n = 7, .d = 2, .m = 4}}),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(td_target, grader::td_target())
