#include <backprop/dead_fraction.hpp>

#include "grader/ops/call.hpp"

BACKPROP_FUNCTION(dead_fraction)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "fraction of units that are 0 on every example",
          .inputs = {fixed("activations", {"N", "D"})},
          .outputs = {{"fraction", {}}}};
}

// Returns outputs of a relu. Most units fire on some examples, a third of them never does, and one fires
// once, weakly.
Tensor activations(backprop::Rng& rng, const Probe& probe) {
  Tensor a = random_normal(rng, {probe.n, probe.d}, probe.scale);
  for (double& value : a.values) value = value > 0.0 ? value : 0.0;
  for (std::size_t d = 0; d < probe.d; ++d) {
    const bool dead = probe.id == "all-dead" || (probe.id != "none-dead" && rng.uniform() < 1.0 / 3.0);
    for (std::size_t n = 0; n < probe.n; ++n) {
      double& value = a.values[n * probe.d + d];
      if (dead) value = 0.0;
      if (probe.id == "none-dead" && n == d % probe.n) value = 1.0;
    }
  }
  // One unit fires on every example, on as many as a byte has values, and one on none.
  if (probe.id == "many-examples") {
    for (std::size_t n = 0; n < probe.n; ++n) {
      a.values[(n + 1) * probe.d - 1] = 0.0;
      a.values[n * probe.d] = 1.0;
    }
  }
  // One unit fires on the last example only. In "late" no example before it brings anything new for long.
  const bool is_late = probe.id == "late" || probe.n > 300;
  if (probe.id == "hardly" || is_late) {
    const double last = is_late ? 1.0 : 1e-300;
    for (std::size_t n = 0; n < probe.n; ++n) a.values[n * probe.d] = n + 1 == probe.n ? last : 0.0;
  }
  return a;
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "many-examples", .n = 256, .d = 17, .m = 2},
                                         {.id = "hardly", .n = 23, .d = 3, .m = 2},
                                         {.id = "none-dead", .n = 6, .d = 8, .m = 2},
                                         {.id = "all-dead", .n = 8, .d = 6, .m = 2},
                                         {.id = "late", .n = 300, .d = 4, .m = 2, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"activations", activations(rng, probe)}}};
          },
          .known_answers = {{.source = "the second of four units is 0 on both examples",
                             .inputs = {{"activations", {{2, 4}, {1, 0, 0, 2, 3, 0, 4, 0}}}},
                             .outputs = {{"fraction", Tensor::scalar(0.25)}}}}};
}

}  // namespace
}  // namespace grader
