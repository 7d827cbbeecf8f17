#include <backprop/rope.hpp>
#include <cmath>
#include <numbers>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(rope)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "pairs of neighbouring features, turned by angles that grow with the position",
          .inputs = {{"x", {"N", "H", "T", "K"}}},
          .attributes = {{"start", "position of the first step", 0, 1e6, true},
                         {"base", "of the angles' progression", 1.0, 1e20}},
          .outputs = {{"out", {"N", "H", "T", "K"}}}};
}

// N = n, H = m, T = t, and K = d, which is even.
std::vector<Probe> rope_probes() {
  return {{.id = "unit", .n = 3, .d = 4, .m = 2, .t = 5},
          {.id = "small", .scale = 0.05, .n = 2, .d = 6, .m = 3, .t = 4},
          {.id = "large", .scale = 4.0, .n = 4, .d = 2, .m = 3, .t = 5},
          {.id = "batch-of-one", .n = 1, .d = 6, .m = 2, .t = 4},
          {.id = "tall", .n = 9, .d = 2, .m = 4, .t = 3},
          {.id = "one-head", .n = 3, .d = 4, .m = 1, .t = 5, .cases = 1},
          {.id = "narrow", .n = 41, .d = 2, .m = 1, .t = 3, .cases = 1},
          {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
          {.id = "one-step", .n = 3, .d = 6, .m = 2, .t = 1},
          {.id = "long", .n = 2, .d = 4, .m = 3, .t = 12, .cases = 1},
          {.id = "very-long", .n = 1, .d = 4, .m = 2, .t = 65, .cases = 1},
          {.id = "many-features", .n = 1, .d = 66, .m = 2, .t = 3, .cases = 1},
          {.id = "many-heads", .n = 1, .d = 2, .m = 9, .t = 3, .cases = 1},
          {.id = "far-on", .n = 2, .d = 6, .m = 3, .t = 5},
          {.id = "hardly-turned", .n = 2, .d = 4, .m = 3, .t = 5, .cases = 1},
          {.id = "nearly-round", .n = 2, .d = 4, .m = 3, .t = 5, .cases = 1},
          {.id = "far", .n = 4, .d = 2, .m = 3, .t = 1},
          {.id = "quarter-turn", .n = 2, .d = 4, .m = 2, .t = 4, .cases = 1}};
}

// The bases of the paper, of Llama 3, and smaller ones, under which more pairs turn. In "hardly-turned" the
// second pair turns by 1e-8 a step: the first cosine is 1, and its sine is not 0. In "quarter-turn" it turns
// by pi/4 a step, and the cosine of its third position is as near to 0 as a cosine comes.
double sample_base(const Probe& probe) {
  if (probe.id == "far-on") return probe.index == 0 ? 1e4 : 5e5;
  if (probe.id == "hardly-turned") return 1e16;
  if (probe.id == "many-features") return 1e6;
  if (probe.id == "quarter-turn") return std::pow(4.0 / std::numbers::pi, 2);
  if (probe.id == "one-head" || probe.id == "long") return 100.0;
  return probe.index == 0 ? 1e4 : 20.0;
}

// 710 is 113 turns to within 6e-5: the first pair of that step is nearly back where it began. 355 is as many
// half turns to within 3e-5, and 1065 three times as many. In "far" nothing else is turned, so that all sines
// are small beside the cosines, and a rounded pi is seen in each of them.
double sample_start(const Probe& probe) {
  if (probe.id == "nearly-round") return 708.0;
  if (probe.id == "quarter-turn") return 0.0;
  if (probe.id == "far") return probe.index == 0 ? 355.0 : 1065.0;
  if (probe.id == "far-on") return probe.index == 0 ? 1000.0 : 100000.0;
  return probe.index == 0 ? 0.0 : 7.0;
}

// K = 2 has one angle, the position itself. K = 4 under base 100 has a second one, a tenth of it.
KnownAnswer by_radians() {
  const double c1 = 0.54030230586813972, s1 = 0.84147098480789651;    // of 1
  const double c01 = 0.99500416527802577, s01 = 0.09983341664682815;  // of 1/10
  return {.source = "cosine and sine of 1 and 1/10 from a table; position 0 does not turn",
          .inputs = {{"x", {{1, 1, 2, 4}, {3, 4, 5, 6, 1, 0, 0, 1}}}},
          .attributes = {{"start", 0}, {"base", 100}},
          .outputs = {{"out", {{1, 1, 2, 4}, {3, 4, 5, 6, c1, s1, -s01, c01}}}},
          .upstream = {{"out", {{1, 1, 2, 4}, {3, 4, 5, 6, 1, 0, 0, 1}}}},
          .gradients = {{"x", {{1, 1, 2, 4}, {3, 4, 5, 6, c1, -s1, s01, c01}}}}};
}

Probing probing() {
  return {.probes = rope_probes(),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", random_normal(rng, {probe.n, probe.m, probe.t, probe.d}, probe.scale)}},
                    {{"start", sample_start(probe)}, {"base", sample_base(probe)}}};
          },
          .known_answers = {by_radians()}};
}

}  // namespace
}  // namespace grader
