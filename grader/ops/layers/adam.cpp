#include <backprop/adam.hpp>

#include "grader/ops/registry.hpp"
#include "grader/ops/layers/update_rule.hpp"

namespace grader {

namespace {

backprop::AdamConfig config_of(const Case& the_case, Arguments& in) {
  const Attributes& attributes = the_case.attributes;
  return {.learning_rate = attributes.at("learning_rate"),
          .beta1 = attributes.at("beta1"),
          .beta2 = attributes.at("beta2"),
          .epsilon = attributes.at("epsilon"),
          .m = in.matrix("m"),
          .v = in.matrix("v"),
          .t = size_attribute(the_case, "t")};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensors inputs = sample_update(rng, probe);
  inputs["m"] = sample_state(rng, probe, false);
  inputs["v"] = sample_state(rng, probe, true);
  return {std::move(inputs),
          {{"learning_rate", 0.001 + rng.uniform()},
           {"beta1", 0.8 + 0.19 * rng.uniform()},
           {"beta2", 0.9 + 0.099 * rng.uniform()},
           {"epsilon", 1e-8},
           {"t", probe.id == "first-step" ? 0.0 : static_cast<double>(1 + rng.index(40))}},
          {}};
}

Op adam() {
  return {
      .name = "adam",
      .summary =
          "a step along the running mean of dw, over the root of that of dw^2, both corrected for their "
          "start",
      .inputs = {no_gradient("w"), no_gradient("dw"), no_gradient("m"), no_gradient("v")},
      .attributes = {learning_rate(),
                     {"beta1", "what m keeps of itself", 0.0, 0.9999},
                     {"beta2", "what v keeps of itself", 0.0, 0.9999},
                     {"epsilon", "added to the root", 1e-12, 1.0},
                     {"t", "steps made before this one", 0, 1e9, true}},
      .outputs = {{"next_w", {"N", "D"}}, {"next_m", {"N", "D"}}, {"next_v", {"N", "D"}}, {"next_t", {}}},
      .functions = {"adam"},
      .start =
          [](const Case& the_case) {
            return run_function(the_case, [&](Arguments& in) -> Tensors {
              const auto [next_w, config] =
                  backprop::adam(in.matrix("w"), in.matrix("dw"), config_of(the_case, in));
              return {{"next_w", from_xtensor(next_w)},
                      {"next_m", from_xtensor(config.m)},
                      {"next_v", from_xtensor(config.v)},
                      {"next_t", from_xtensor(static_cast<double>(config.t))}};
            });
          },
      .probes = update_probes(),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(adam, grader::adam())
