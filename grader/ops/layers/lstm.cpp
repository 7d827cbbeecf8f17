#include <algorithm>
#include <backprop/lstm.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(lstm)

namespace grader {
namespace {

Layer layer() { return recurrent_sequence("an LSTM over a sequence; gates i, f, o, g", 4); }

// No gradient comes back through the state of a step but its last: what reaches the earlier steps goes along
// the cell alone.
bool is_along_the_cell(const Probe& probe) { return probe.id == "along-the-cell"; }

Probing probing() {
  Probing probing = sequence_probing(
      4, {{.source = kLstmNotebook,
           .inputs = {{"x", linspace(-0.4, 0.6, {2, 3, 5})},
                      {"h0", linspace(-0.4, 0.8, {2, 4})},
                      {"wx", linspace(-0.2, 0.9, {5, 16})},
                      {"wh", linspace(-0.3, 0.6, {4, 16})},
                      {"b", linspace(0.2, 0.7, {16})}},
           .outputs = {{"h", {{2, 3, 4}, {0.01764008, 0.01823233, 0.01882671, 0.0194232,  0.11287491,
                                          0.12146228, 0.13018446, 0.13902939, 0.31358768, 0.33338627,
                                          0.35304453, 0.37250975, 0.45767879, 0.4761092,  0.4936887,
                                          0.51041945, 0.6704845,  0.69350089, 0.71486014, 0.7346449,
                                          0.81733511, 0.83677871, 0.85403753, 0.86935314}}}},
           .tolerance = 0.51e-8}});
  probing.probes.push_back({.id = "along-the-cell", .n = 3, .d = 2, .m = 4, .t = 5, .cases = 1});
  probing.sample = [](backprop::Rng& rng, const Probe& probe) {
    Case result = sample_sequence(rng, probe, 4);
    if (is_along_the_cell(probe)) std::ranges::fill(result.inputs.at("wh").values, 0.0);
    return result;
  };
  probing.shape_upstream = [](const Probe& probe, Tensors& upstream) {
    Probe steps = probe;
    if (is_along_the_cell(probe)) steps.id = "last-step-only";
    upstream_at_steps("h")(steps, upstream);
  };
  return probing;
}

}  // namespace
}  // namespace grader
