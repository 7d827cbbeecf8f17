#include <backprop/silu.hpp>
#include <cmath>

#include "grader/ops/layers/self_gated.hpp"

BACKPROP_LAYER(silu)

namespace grader {
namespace {

Layer layer() { return self_gated("out = x / (1 + e^-x), elementwise"); }

// With s = 3/4 and 1/4 the slopes are 3/4 + 3/16 log 3 and 1/4 - 3/16 log 3.
KnownAnswer at_log_3() {
  const double log3 = std::log(3.0);
  return {.source = "the sigmoid of 0, log 3 and -log 3 is 1/2, 3/4 and 1/4",
          .inputs = {{"x", {{1, 3, 1}, {0, log3, -log3}}}},
          .outputs = {{"out", {{1, 3, 1}, {0, 0.75 * log3, -0.25 * log3}}}},
          .upstream = {{"out", {{1, 3, 1}, {6, 16, -16}}}},
          .gradients = {{"x", {{1, 3, 1}, {3, 12 + 3 * log3, -4 + 3 * log3}}}}};
}

Probing probing() {
  return {.probes = self_gated_probes(),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", sample_self_gated(rng, probe)}}};
          },
          .known_answers = {at_log_3()}};
}

}  // namespace
}  // namespace grader
