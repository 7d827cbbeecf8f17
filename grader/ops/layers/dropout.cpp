#include <backprop/dropout.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(dropout)

namespace grader {
namespace {

Layer layer() {
  return {
      .summary = "out = x mask, with the mask 1/p with probability p and 0 elsewhere; out = x in test mode",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {{"p", "probability with which a unit is kept", 1e-3, 1.0},
                     {"train", "1 in training, 0 in test mode", 0, 1, true},
                     {"seed", "of the mask's generator", 0, 0x1p53, true}},
      .outputs = {{"out", {"N", "D"}}}};
}

// Returns a seed whose mask keeps some elements and drops some.
double seed_of_both(backprop::Rng& rng, const Probe& probe, double p) {
  for (;;) {
    const auto seed = rng.index(1u << 20);
    backprop::Rng of_mask(static_cast<std::uint64_t>(seed));
    const double kept = backprop::sum(of_mask.uniform(probe.n, probe.d) < p);
    if (kept > 0.0 && kept < static_cast<double>(probe.n * probe.d)) return static_cast<double>(seed);
  }
}

// Samples cases that keep much, keep little or keep all, and cases in test mode.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const bool training = probe.id != "test-mode";
  const double p = probe.id == "keep-all" ? 1.0 : probe.id == "keep-little" ? 0.2 : 0.4 + 0.5 * rng.uniform();
  if (probe.id == "keep-few" || probe.id == "drop-few") {
    const double few = probe.id == "keep-few" ? 0.02 : 0.98;
    return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
            {{"p", few}, {"train", 1.0}, {"seed", seed_of_both(rng, probe, few)}},
            probe.id == "keep-few" ? "nearly all is dropped" : "nearly all is kept"};
  }
  return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
          {{"p", p}, {"train", training ? 1.0 : 0.0}, {"seed", static_cast<double>(rng.index(1u << 20))}},
          training ? "" : "in test mode"};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "keep-all", .n = 4, .d = 3, .m = 2},
                                         {.id = "keep-little", .n = 6, .d = 8, .m = 2},
                                         {.id = "keep-few", .n = 9, .d = 7, .m = 2, .cases = 1},
                                         {.id = "drop-few", .n = 7, .d = 8, .m = 2, .cases = 1},
                                         {.id = "test-mode", .n = 5, .d = 4, .m = 2}}),
          .sample = sample,
          .known_answers = {{.source = "in test mode nothing is dropped and nothing scaled",
                             .inputs = {{"x", {{1, 2}, {3, -4}}}},
                             .attributes = {{"p", 0.25}, {"train", 0}, {"seed", 1}},
                             .outputs = {{"out", {{1, 2}, {3, -4}}}},
                             .upstream = {{"out", {{1, 2}, {5, 6}}}},
                             .gradients = {{"x", {{1, 2}, {5, 6}}}}}}};
}

}  // namespace
}  // namespace grader
