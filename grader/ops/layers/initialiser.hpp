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

/// Returns the seed of a generator. In "outlier" it draws a number beyond 4.5, which is one in 150000.
inline double sample_seed(backprop::Rng& rng, const Probe& probe) {
  for (;;) {
    const std::size_t seed = rng.index(1u << 20);
    backprop::Rng of_weights(seed);
    if (probe.id != "outlier" || backprop::max(backprop::abs(of_weights.normal(probe.d, probe.m))) > 4.5)
      return static_cast<double>(seed);
  }
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
