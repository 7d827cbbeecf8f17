#include <backprop/saturated_fraction.hpp>

#include "grader/ops/call.hpp"

BACKPROP_FUNCTION(saturated_fraction)

namespace grader {
namespace {

Layer layer() {
  return {
      .summary = "fraction of units with z (1 - z) < threshold on at least `share` of the batch",
      .inputs = {fixed("z", {"N", "D"})},
      .attributes = {{"threshold", "of the local gradient", 0.0, 1.0}, {"share", "of the batch", 0.0, 1.0}},
      .outputs = {{"fraction", {}}}};
}

// Returns outputs of sigmoid gates. About a third are deep in saturation, on either side, and one column is
// saturated everywhere. In "byte" another one is nowhere.
Tensor gate_outputs(backprop::Rng& rng, const Probe& probe) {
  Tensor z = random_choice(rng, {probe.n, probe.d}, {0.001, 0.005, 0.02, 0.3, 0.5, 0.9, 0.99, 0.995, 0.9999});
  for (std::size_t n = 0; n < probe.n; ++n) z.values[n * probe.d] = n % 2 == 0 ? 0.002 : 0.998;
  if (probe.id == "byte") {
    for (std::size_t n = 0; n < probe.n; ++n) z.values[(n + 1) * probe.d - 1] = 0.5;
  }
  return z;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  // z = 0.5 gives exactly 1/4, so "below the threshold" must mean strictly below. Every gate is below more.
  double threshold = std::vector<double>{0.01, 0.05, 0.25}[rng.index(3)];
  if (probe.id == "byte") threshold = 0.01;
  if (probe.id == "quarter") threshold = probe.index == 0 ? 0.25 : 0.26;
  const double share = probe.id == "half-the-batch"                      ? 0.5
                       : probe.id == "whole-batch" || probe.id == "byte" ? 1.0
                                                                         : 0.9;
  return {{{"z", gate_outputs(rng, probe)}}, {{"threshold", threshold}, {"share", share}}};
}

Probing probing() {
  return {
      .probes = standard_probes_and({{.id = "half-the-batch", .n = 8, .d = 40, .m = 3},
                                     {.id = "whole-batch", .n = 5, .d = 12, .m = 3},
                                     {.id = "quarter", .n = 6, .d = 11, .m = 3},
                                     // As many examples as a byte has values.
                                     {.id = "byte", .n = 256, .d = 3, .m = 2, .cases = 1}}),
      .sample = sample,
      .known_answers = {{.source = "of three units the first is saturated always, the second half the time",
                         .inputs = {{"z", {{2, 3}, {0.001, 0.5, 0.5, 0.999, 0.999, 0.5}}}},
                         .attributes = {{"threshold", 0.01}, {"share", 0.5}},
                         .outputs = {{"fraction", Tensor::scalar(2.0 / 3.0)}}}}};
}

}  // namespace
}  // namespace grader
