#include <backprop/relu_in_place.hpp>

#include "grader/ops/layers/gate.hpp"

BACKPROP_LAYER(relu_in_place)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = max(0, scale x), written over x",
          .inputs = {{"x", {"N", "D"}}, {"scale", {"D"}}},
          .outputs = {{"out", {"N", "D"}}}};
}

// Scales of both signs, away from 0, 1 and -1, so that a missing factor shows.
// Tiny and huge ones show what is added to a scale before it divides.
Tensor sample_scale(backprop::Rng& rng, const Probe& probe) {
  Tensor scale = random_choice(rng, {probe.d}, {-2.5, -1.75, -0.6, 0.4, 0.6, 1.75, 2.5});
  const double unit = probe.id == "faint-scale" ? 1e-9 : probe.id == "huge-scale" ? 1e6 : 1.0;
  for (double& value : scale.values) value *= unit;
  for (double& value : scale.values) value *= 1.0 + 0.1 * rng.uniform();
  return scale;
}

std::vector<double> pre_activations(const Case& the_case) {
  std::vector<double> result = the_case.inputs.at("x").values;
  const std::vector<double>& scale = the_case.inputs.at("scale").values;
  for (std::size_t i = 0; i < result.size(); ++i) result[i] *= scale[i % scale.size()];
  return result;
}

Probing probing() {
  Probing probing = kinked({{.source = "each element passes where scale x is positive",
                             .inputs = {{"x", {{2, 2}, {2, -1, -2, 1}}}, {"scale", {{2}, {3, -2}}}},
                             .outputs = {{"out", {{2, 2}, {6, 2, 0, 0}}}},
                             .upstream = {{"out", {{2, 2}, {1, 10, 100, 1000}}}},
                             .gradients = {{"x", {{2, 2}, {3, -20, 0, 0}}}, {"scale", {{2}, {2, -10}}}}}});
  probing.probes.push_back({.id = "faint-scale", .n = 3, .d = 4, .m = 2});
  probing.probes.push_back({.id = "huge-scale", .n = 4, .d = 3, .m = 2});
  probing.sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
    return {{{"x", sample_kinked(rng, probe)}, {"scale", sample_scale(rng, probe)}}};
  };
  probing.switches = pre_activations;
  return probing;
}

}  // namespace
}  // namespace grader
