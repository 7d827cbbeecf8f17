#include <algorithm>
#include <backprop/swiglu.hpp>
#include <cmath>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(swiglu)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = silu(x w) (x v) at every time step",
          .inputs = {{"x", {"N", "T", "D"}}, {"w", {"D", "M"}}, {"v", {"D", "M"}}},
          .outputs = {{"out", {"N", "T", "M"}}}};
}

// Makes every a = x w lie between 150 and 900 in size, of either sign: x is about 1, and a column of w has
// one sign. In the first two columns it is ten times as large, so that the gate is 1 and 0 to the last bit.
void make_extreme(backprop::Rng& rng, const Probe& probe, Tensors& inputs) {
  for (double& x : inputs.at("x").values) x = 0.5 + rng.uniform();
  std::vector<double>& w = inputs.at("w").values;
  for (std::size_t i = 0; i < w.size(); ++i) {
    w[i] = (i % probe.m % 2 == 0 ? 1.0 : -1.0) * (100.0 + 100.0 * rng.uniform());
    if (i % probe.m < 2) w[i] *= 10.0;
  }
}

// In "shut" some columns of w and others of v are 0, so that a or b is 0 there, and one time step is 0, where
// both are.
void shut(const Probe& probe, Tensors& inputs) {
  for (std::size_t i = 0; i < probe.d * probe.m; ++i) {
    if (i % probe.m % 3 == 0) inputs.at("w").values[i] = 0.0;
    if (i % probe.m % 3 == 1) inputs.at("v").values[i] = 0.0;
  }
  std::fill_n(inputs.at("x").values.begin(), probe.d, 0.0);
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const double of_weights = std::min(probe.scale, 1.0);
  Tensors inputs = {{"x", random_normal(rng, {probe.n, probe.t, probe.d}, probe.scale)},
                    {"w", random_normal(rng, {probe.d, probe.m}, of_weights)},
                    {"v", random_normal(rng, {probe.d, probe.m}, of_weights)}};
  if (probe.id == "extreme") make_extreme(rng, probe, inputs);
  if (probe.id == "shut") shut(probe, inputs);
  return {std::move(inputs)};
}

// x = log 3 and w = 1, so that s = 3/4 and a s = 3/4 log 3, with the slope 3/4 + 3/16 log 3; b = 2 log 3.
KnownAnswer one_of_each() {
  const double log3 = std::log(3.0);
  const double da = 16 * 2 * log3 * (0.75 + 0.1875 * log3);
  const double db = 16 * 0.75 * log3;
  return {.source = "one feature: a = log 3 has the sigmoid 3/4, and b = 2 log 3",
          .inputs = {{"x", {{1, 1, 1}, {log3}}}, {"w", {{1, 1}, {1}}}, {"v", {{1, 1}, {2}}}},
          .outputs = {{"out", {{1, 1, 1}, {1.5 * log3 * log3}}}},
          .upstream = {{"out", {{1, 1, 1}, {16}}}},
          .gradients = {{"x", {{1, 1, 1}, {da + 2 * db}}},
                        {"w", {{1, 1}, {da * log3}}},
                        {"v", {{1, 1}, {db * log3}}}},
          .tolerance = 1e-13};
}

Probing probing() {
  return {.probes = sequence_probes_and({{.id = "one-unit", .n = 3, .d = 5, .m = 1, .t = 2, .cases = 1},
                                         {.id = "many-features", .n = 1, .d = 67, .m = 3, .t = 2, .cases = 1},
                                         {.id = "many-units", .n = 2, .d = 3, .m = 66, .t = 1, .cases = 1},
                                         {.id = "shut", .n = 3, .d = 4, .m = 5, .t = 2},
                                         {.id = "extreme", .n = 2, .d = 3, .m = 4, .t = 5}}),
          .sample = sample,
          .known_answers = {one_of_each()}};
}

}  // namespace
}  // namespace grader
