#include <backprop/dropout_redraw.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(dropout_redraw)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = mask x / keep, with a mask that is drawn once more in the backward pass",
          .inputs = {{"x", {"N", "D"}}},
          .attributes = {{"keep", "probability to keep an element", 1e-3, 1.0},
                         {"seed", "of the generator", 0, 0x1p53, true}},
          .outputs = {{"out", {"N", "D"}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const double keep = probe.id == "keep-all" ? 1.0 : probe.id == "keep-few" ? 0.2 : 0.4 + 0.5 * rng.uniform();
  return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
          {{"keep", keep}, {"seed", static_cast<double>(rng.index(1u << 20))}}};
}

Probing probing() {  // known answers: dropout_redraw_test.cpp
  return {.probes = standard_probes_and(
              {{.id = "keep-all", .n = 5, .d = 4, .m = 3}, {.id = "keep-few", .n = 7, .d = 9, .m = 3}}),
          .sample = sample};
}

}  // namespace
}  // namespace grader
