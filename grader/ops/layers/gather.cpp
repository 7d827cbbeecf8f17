#include <backprop/gather.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(gather)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = the element of each row of q in the column of its action",
          .inputs = {{"q", {"N", "A"}}, integers("a", {"N"}, "A")},
          .outputs = {{"out", {"N"}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor a = random_labels(rng, probe.n, probe.m);
  if (probe.id == "one-action") a = Tensor::filled(a.shape, static_cast<double>(rng.index(probe.m)));
  return {{{"q", random_normal(rng, {probe.n, probe.m}, probe.scale)}, {"a", std::move(a)}}, {}, {}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "one-action", .n = 7, .d = 3, .m = 4}}),
          .sample = sample,
          .known_answers = {{.source = "one element of each row",
                             .inputs = {{"q", {{2, 3}, {1, 2, 3, 4, 5, 6}}}, {"a", {{2}, {2, 0}}}},
                             .outputs = {{"out", {{2}, {3, 4}}}},
                             .upstream = {{"out", {{2}, {7, 8}}}},
                             .gradients = {{"q", {{2, 3}, {0, 0, 7, 8, 0, 0}}}}}}};
}

}  // namespace
}  // namespace grader
