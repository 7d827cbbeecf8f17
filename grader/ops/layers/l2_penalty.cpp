#include <backprop/l2_penalty.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op l2_penalty() {
  return {
      .name = "l2_penalty",
      .summary = "loss = reg/2 sum w^2",
      .inputs = {{"w", {"D", "M"}}},
      .attributes = {{"reg", "strength of the penalty", 0.0, 1e6}},
      .outputs = {{"loss", {}}},
      .functions = {"l2_penalty_forward", "l2_penalty_backward"},
      .start =
          [](const Case& the_case) {
            const double reg = the_case.attributes.at("reg");
            return run_layer(
                the_case, "loss",
                [reg](Arguments& in) { return backprop::l2_penalty_forward(in.matrix("w"), reg); },
                [](Arguments& upstream, const backprop::L2PenaltyCache& cache) -> Tensors {
                  return {{"w", from_xtensor(backprop::l2_penalty_backward(upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {
            {{"w", random_normal(rng, {probe.d, probe.m}, probe.scale)}}, {{"reg", 0.1 + rng.uniform()}}, {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(l2_penalty, grader::l2_penalty())
