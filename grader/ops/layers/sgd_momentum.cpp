#include <backprop/sgd_momentum.hpp>

#include "grader/ops/layers/update_rule.hpp"

BACKPROP_FUNCTION(sgd_momentum)

namespace grader {
namespace {

Layer layer() {
  return update_rule("velocity = momentum velocity - learning_rate dw, next_w = w + velocity", {"velocity"},
                     {{"momentum", "what the velocity keeps of itself", 0.0, 1.0}});
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensors inputs = sample_update(rng, probe);
  inputs["velocity"] = sample_state(rng, probe, false);
  return {std::move(inputs),
          {{"learning_rate", sample_learning_rate(rng, probe)}, {"momentum", 0.5 + 0.49 * rng.uniform()}}};
}

KnownAnswer published() {
  return {.source = kPublishedUpdates,
          .inputs = published_update({{"velocity", linspace(0.6, 0.9, {4, 5})}}),
          .attributes = {{"learning_rate", 1e-3}, {"momentum", 0.9}},
          .outputs = {{"next_w", {{4, 5}, {0.1406,     0.20738947, 0.27417895, 0.34096842, 0.40775789,
                                           0.47454737, 0.54133684, 0.60812632, 0.67491579, 0.74170526,
                                           0.80849474, 0.87528421, 0.94207368, 1.00886316, 1.07565263,
                                           1.14244211, 1.20923158, 1.27602105, 1.34281053, 1.4096}}},
                      {"next_velocity", {{4, 5}, {0.5406,     0.55475789, 0.56891579, 0.58307368, 0.59723158,
                                                  0.61138947, 0.62554737, 0.63970526, 0.65386316, 0.66802105,
                                                  0.68217895, 0.69633684, 0.71049474, 0.72465263, 0.73881053,
                                                  0.75296842, 0.76712632, 0.78128421, 0.79544211, 0.8096}}}},
          .tolerance = 0.51e-8};
}

Probing probing() { return {.probes = update_probes(), .sample = sample, .known_answers = {published()}}; }

}  // namespace
}  // namespace grader
