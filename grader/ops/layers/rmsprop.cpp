#include <backprop/rmsprop.hpp>

#include "grader/ops/registry.hpp"
#include "grader/ops/layers/update_rule.hpp"

namespace grader {

namespace {

Op rmsprop() {
  return {
      .name = "rmsprop",
      .summary =
          "cache = decay_rate cache + (1 - decay_rate) dw^2, next_w = w - learning_rate dw / (sqrt(cache) + "
          "epsilon)",
      .inputs = {no_gradient("w"), no_gradient("dw"), no_gradient("cache")},
      .attributes = {learning_rate(),
                     {"decay_rate", "what the cache keeps of itself", 0.0, 1.0},
                     {"epsilon", "added to the root", 1e-12, 1.0}},
      .outputs = {{"next_w", {"N", "D"}}, {"next_cache", {"N", "D"}}},
      .functions = {"rmsprop"},
      .start =
          [](const Case& the_case) {
            return run_function(the_case, [&](Arguments& in) -> Tensors {
              const auto [next_w, config] =
                  backprop::rmsprop(in.matrix("w"), in.matrix("dw"),
                                    {.learning_rate = the_case.attributes.at("learning_rate"),
                                     .decay_rate = the_case.attributes.at("decay_rate"),
                                     .epsilon = the_case.attributes.at("epsilon"),
                                     .cache = in.matrix("cache")});
              return {{"next_w", from_xtensor(next_w)}, {"next_cache", from_xtensor(config.cache)}};
            });
          },
      .probes = update_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        Tensors inputs = sample_update(rng, probe);
        inputs["cache"] = sample_state(rng, probe, true);
        return {std::move(inputs),
                {{"learning_rate", 0.001 + rng.uniform()},
                 {"decay_rate", 0.8 + 0.19 * rng.uniform()},
                 {"epsilon", 1e-8}},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(rmsprop, grader::rmsprop())
