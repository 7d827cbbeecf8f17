#include <backprop/adamw.hpp>

#include "grader/ops/layers/moments.hpp"

BACKPROP_FUNCTION(adamw)

namespace grader {
namespace {

Layer layer() {
  return moment_rule(
      "a step of Adam, and beside it a share of w itself",
      {{"weight_decay", "that share, before it is multiplied by the learning rate", 0.0, 10.0}});
}

// Returns the usual decays, none, and one so large that most of w goes at once.
double sample_decay(const Probe& probe) {
  if (probe.id == "no-decay") return 0.0;
  if (probe.id == "small" || probe.id == "first-step") return probe.index == 0 ? 1e-2 : 1.0;
  return probe.index == 0 ? 0.1 : 0.5;
}

KnownAnswer published_without_decay() {
  KnownAnswer answer = published_moments();
  answer.attributes["weight_decay"] = 0.0;
  return answer;
}

// The state is fresh, so that mt = dw and vt = dw^2: the steps are 1/8 (3/4 + 1/2 2) and 1/8 (0 - 1/2 4).
KnownAnswer decay_by_hand() {
  return {.source = "a first step by hand: dw = 3 gives 3 / (3 + epsilon) = 3/4, and dw = 0 leaves the decay",
          .inputs = {{"w", {{1, 2}, {2, -4}}},
                     {"dw", {{1, 2}, {3, 0}}},
                     {"m", {{1, 2}, {0, 0}}},
                     {"v", {{1, 2}, {0, 0}}}},
          .attributes = {{"learning_rate", 0.125},
                         {"beta1", 0.5},
                         {"beta2", 0.75},
                         {"epsilon", 1},
                         {"weight_decay", 0.5},
                         {"t", 0}},
          .outputs = {{"next_w", {{1, 2}, {1.78125, -3.75}}},
                      {"next_m", {{1, 2}, {1.5, 0}}},
                      {"next_v", {{1, 2}, {2.25, 0}}},
                      {"next_t", Tensor::scalar(1)}}};
}

Probing probing() {
  std::vector<Probe> probes = update_probes();
  probes.push_back({.id = "no-decay", .n = 3, .d = 7, .m = 2});
  return {.probes = std::move(probes),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            Case the_case = sample_moments(rng, probe);
            the_case.attributes["weight_decay"] = sample_decay(probe);
            return the_case;
          },
          .known_answers = {published_without_decay(), decay_by_hand()}};
}

}  // namespace
}  // namespace grader
