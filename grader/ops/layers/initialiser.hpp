/// Shared by functions that draw a layer's first weights.
#pragma once

#include <string>

#include "grader/ops/call.hpp"

namespace grader {

inline Layer initialiser(const std::string& summary) {
  return {.summary = summary,
          .attributes = {{"fan_in", "rows of w", 1, 4096, true},
                         {"fan_out", "columns of w", 1, 4096, true},
                         {"seed", "of the generator", 0, 0x1p53, true}},
          .outputs = {{"w", {"fan_in", "fan_out"}}}};
}

// The rest belongs to the grader.

/// Returns the seed of a generator. In "outlier" it draws a number beyond 4.1, which is one in 24000.
inline double sample_seed(backprop::Rng& rng, const Probe& probe) {
  constexpr int kSeeds = 4000;  // of which about twenty do, for the probe's own sizes
  std::size_t seed = rng.index(1u << 20);
  for (int draw = 0; probe.id == "outlier" && draw < kSeeds; ++draw) {
    backprop::Rng of_weights(seed);
    if (backprop::max(backprop::abs(of_weights.normal(probe.d, probe.m))) > 4.1) break;
    seed = rng.index(1u << 20);
  }
  return static_cast<double>(seed);
}

inline Probing all_sizes() {
  return {.probes = standard_probes_and({{.id = "outlier", .n = 3, .d = 9, .m = 12, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{},
                    {{"fan_in", static_cast<double>(probe.d)},
                     {"fan_out", static_cast<double>(probe.m)},
                     {"seed", sample_seed(rng, probe)}}};
          }};
}

}  // namespace grader
