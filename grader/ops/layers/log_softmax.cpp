#include <backprop/log_softmax.hpp>
#include <cmath>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(log_softmax)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = log of the softmax of each row",
          .inputs = {{"x", {"N", "C"}}},
          .outputs = {{"out", {"N", "C"}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.m};
  if (probe.id == "confident") return {{{"x", random_choice(rng, shape, {-40, -20, 0, 20, 40})}}};
  if (probe.id == "extreme") return {{{"x", random_choice(rng, shape, extreme_scores(probe))}}};
  return {{{"x", random_normal(rng, shape, probe.scale)}}};
}

Probing probing() {
  return {
      .probes = standard_probes_and(
          {{.id = "confident", .n = 5, .d = 3, .m = 4}, {.id = "extreme", .n = 6, .d = 3, .m = 4}}),
      .sample = sample,
      .known_answers = {
          {.source =
               "the probabilities of (0, log 3) are 1/4 and 3/4; those of (0, 1000) are 0 and 1, in double",
           .inputs = {{"x", {{2, 2}, {0, std::log(3.0), 0, 1000}}}},
           .outputs = {{"out", {{2, 2}, {-std::log(4.0), std::log(0.75), -1000, 0}}}},
           .upstream = {{"out", {{2, 2}, {1, 0, 1, 0}}}},
           .gradients = {{"x", {{2, 2}, {0.75, -0.75, 1, -1}}}}}}};
}

}  // namespace
}  // namespace grader
