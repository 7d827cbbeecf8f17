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

inline Probing all_sizes() {
  return {.sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
    return {{},
            {{"fan_in", static_cast<double>(probe.d)},
             {"fan_out", static_cast<double>(probe.m)},
             {"seed", static_cast<double>(rng.index(1u << 20))}}};
  }};
}

}  // namespace grader
