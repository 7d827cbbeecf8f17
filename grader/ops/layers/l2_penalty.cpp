#include <backprop/l2_penalty.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(l2_penalty)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "loss = reg/2 sum w^2",
          .inputs = {{"w", {"D", "M"}}},
          .attributes = {{"reg", "strength of the penalty", 0.0, 1e6}},
          .outputs = {{"loss", {}}}};
}

Probing probing() {
  return {.sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            const double reg = probe.id == "tall" && probe.index == 1 ? 0.0 : 0.1 + rng.uniform();
            return {{{"w", random_normal(rng, {probe.d, probe.m}, probe.scale)}}, {{"reg", reg}}};
          },
          .known_answers = {{.source = "1/2 * 1/2 * (9 + 16)",
                             .inputs = {{"w", {{1, 2}, {3, -4}}}},
                             .attributes = {{"reg", 0.5}},
                             .outputs = {{"loss", Tensor::scalar(6.25)}},
                             .upstream = {{"loss", Tensor::scalar(2)}},
                             .gradients = {{"w", {{1, 2}, {3, -4}}}}}}};
}

}  // namespace
}  // namespace grader
