#include <backprop/rmsprop.hpp>

#include "grader/ops/layers/update_rule.hpp"

BACKPROP_FUNCTION(rmsprop)

namespace grader {
namespace {

Layer layer() {
  return update_rule(
      "cache = decay_rate cache + (1 - decay_rate) dw^2, next_w = w - learning_rate dw / (sqrt(cache) + "
      "epsilon)",
      {"cache"},
      {{"decay_rate", "what the cache keeps of itself", 0.0, 1.0},
       {"epsilon", "added to the root", 1e-12, 1.0}});
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensors inputs = sample_update(rng, probe);
  inputs["cache"] = sample_state(rng, probe, true);
  return {std::move(inputs),
          {{"learning_rate", sample_learning_rate(rng, probe)},
           {"decay_rate", 0.8 + 0.19 * rng.uniform()},
           {"epsilon", sample_epsilon(probe)}}};
}

KnownAnswer published() {
  return {.source = kPublishedUpdates,
          .inputs = published_update({{"cache", linspace(0.6, 0.9, {4, 5})}}),
          .attributes = {{"learning_rate", 1e-2}, {"decay_rate", 0.99}, {"epsilon", 1e-8}},
          .outputs = {{"next_w", {{4, 5}, {-0.39223849, -0.34037513, -0.28849239, -0.23659121, -0.18467247,
                                           -0.132737,   -0.08078555, -0.02881884, 0.02316247,  0.07515774,
                                           0.12716641,  0.17918792,  0.23122175,  0.28326742,  0.33532447,
                                           0.38739248,  0.43947102,  0.49155973,  0.54365823,  0.59576619}}},
                      {"next_cache", {{4, 5}, {0.5976,     0.6126277,  0.6277108,  0.64284931, 0.65804321,
                                               0.67329252, 0.68859723, 0.70395734, 0.71937285, 0.73484377,
                                               0.75037008, 0.7659518,  0.78158892, 0.79728144, 0.81302936,
                                               0.82883269, 0.84469141, 0.86060554, 0.87657507, 0.8926}}}},
          .tolerance = 0.51e-8};
}

Probing probing() { return {.probes = update_probes(), .sample = sample, .known_answers = {published()}}; }

}  // namespace
}  // namespace grader
