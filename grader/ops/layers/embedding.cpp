#include <backprop/embedding.hpp>

#include "grader/ops/layers/mostly_one.hpp"
#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(embedding)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "each token's row of a table",
          .inputs = {integers("x", {"N", "T"}, "V"), {"w", {"V", "D"}}},
          .outputs = {{"out", {"N", "T", "D"}}}};
}

// "one-word" has the same word everywhere. "repeated" has more places than words. In "far-apart" all others
// come between two places of a word. In "often" one word has 270 places or more. In the rest some words may
// stay unused.
Tensor tokens(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "one-word") {
    return Tensor::filled({probe.n, probe.t}, static_cast<double>(rng.index(probe.m)));
  }
  if (probe.id == "far-apart") return tokens_in_turn(rng, probe.n, probe.t, probe.m);
  if (probe.id == "often") return tokens_mostly_one(rng, probe.n, probe.t, probe.m);
  return random_tokens(rng, probe.n, probe.t, probe.m);
}

KnownAnswer published() {
  return {.source = kRnnNotebook,
          .inputs = {{"x", {{2, 4}, {0, 3, 1, 2, 2, 1, 0, 3}}}, {"w", linspace(0.0, 1.0, {5, 3})}},
          .outputs = {{"out", {{2, 4, 3}, {0.0,        0.07142857, 0.14285714, 0.64285714, 0.71428571,
                                           0.78571429, 0.21428571, 0.28571429, 0.35714286, 0.42857143,
                                           0.5,        0.57142857, 0.42857143, 0.5,        0.57142857,
                                           0.21428571, 0.28571429, 0.35714286, 0.0,        0.07142857,
                                           0.14285714, 0.64285714, 0.71428571, 0.78571429}}}},
          .tolerance = 0.51e-8};
}

KnownAnswer adding_up() {
  return {.source = "word 2 occurs in three places, word 0 in one, words 1 and 3 in none",
          .inputs = {{"x", {{2, 2}, {2, 0, 2, 2}}}, {"w", Tensor::filled({4, 2}, 0.0)}},
          .upstream = {{"out", {{2, 2, 2}, {1, 10, 2, 20, 4, 40, 8, 80}}}},
          .gradients = {{"w", {{4, 2}, {2, 20, 0, 0, 13, 130, 0, 0}}}}};
}

Probing probing() {
  return {.probes = sequence_probes_and({{.id = "repeated", .n = 5, .d = 4, .m = 3, .t = 6},
                                         {.id = "one-word", .n = 2, .d = 3, .m = 5, .t = 4},
                                         {.id = "far-apart", .n = 3, .d = 2, .m = 75, .t = 50, .cases = 1},
                                         {.id = "often", .n = 5, .d = 2, .m = 3, .t = 60, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", tokens(rng, probe)}, {"w", random_normal(rng, {probe.m, probe.d}, probe.scale)}}};
          },
          .known_answers = {published(), adding_up()}};
}

}  // namespace
}  // namespace grader
