#include <backprop/sgd_momentum.hpp>

#include "grader/ops/registry.hpp"
#include "grader/ops/layers/update_rule.hpp"

namespace grader {

namespace {

Op sgd_momentum() {
  return {
      .name = "sgd_momentum",
      .summary = "velocity = momentum velocity - learning_rate dw, next_w = w + velocity",
      .inputs = {no_gradient("w"), no_gradient("dw"), no_gradient("velocity")},
      .attributes = {learning_rate(), {"momentum", "what the velocity keeps of itself", 0.0, 1.0}},
      .outputs = {{"next_w", {"N", "D"}}, {"next_velocity", {"N", "D"}}},
      .functions = {"sgd_momentum"},
      .start =
          [](const Case& the_case) {
            return run_function(the_case, [&](Arguments& in) -> Tensors {
              const auto [next_w, config] =
                  backprop::sgd_momentum(in.matrix("w"), in.matrix("dw"),
                                         {.learning_rate = the_case.attributes.at("learning_rate"),
                                          .momentum = the_case.attributes.at("momentum"),
                                          .velocity = in.matrix("velocity")});
              return {{"next_w", from_xtensor(next_w)}, {"next_velocity", from_xtensor(config.velocity)}};
            });
          },
      .probes = update_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        Tensors inputs = sample_update(rng, probe);
        inputs["velocity"] = sample_state(rng, probe, false);
        return {std::move(inputs),
                {{"learning_rate", 0.001 + rng.uniform()}, {"momentum", 0.5 + 0.49 * rng.uniform()}},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(sgd_momentum, grader::sgd_momentum())
