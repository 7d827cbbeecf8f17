#include <backprop/tied_embedding.hpp>

#include "grader/ops/layers/mostly_one.hpp"
#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(tied_embedding)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "the scores of the next token: rows of w that were read, times m, times w^T",
          .inputs = {integers("tokens", {"N", "T"}, "V"), {"w", {"V", "D"}}, {"m", {"D", "D"}}},
          .outputs = {{"scores", {"N", "T", "V"}}}};
}

// "one-word" reads the same token everywhere, "repeated" has more places than tokens, in "each-once" all
// tokens are read once, and in "far-apart" all others are read before one is read again. In "often" one is
// read 270 times or more.
Tensor tokens_to_read(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "one-word")
    return Tensor::filled({probe.n, probe.t}, static_cast<double>(rng.index(probe.m)));
  if (probe.id == "far-apart") return tokens_in_turn(rng, probe.n, probe.t, probe.m);
  if (probe.id == "often") return tokens_mostly_one(rng, probe.n, probe.t, probe.m);
  if (probe.id != "each-once") return random_tokens(rng, probe.n, probe.t, probe.m);
  std::vector<double> all(probe.m);
  for (std::size_t v = 0; v < all.size(); ++v) all[v] = static_cast<double>(v);
  return random_choice(rng, {probe.n, probe.t}, all);
}

// w = (2, 3), m = 5, and token 0 read once: scores 2 5 2 and 2 5 3.
KnownAnswer one_feature() {
  return {.source = "s0 = 5 w0^2 and s1 = 5 w0 w1, so ds0/dw0 = 20, ds1/dw0 = 15, ds1/dw1 = 10",
          .inputs = {{"tokens", {{1, 1}, {0}}}, {"w", {{2, 1}, {2, 3}}}, {"m", {{1, 1}, {5}}}},
          .outputs = {{"scores", {{1, 1, 2}, {20, 30}}}},
          .upstream = {{"scores", {{1, 1, 2}, {1, 100}}}},
          .gradients = {{"w", {{2, 1}, {1520, 1000}}}, {"m", {{1, 1}, {604}}}}};
}

Probing probing() {
  return {.probes = sequence_probes_and({{.id = "repeated", .n = 5, .d = 4, .m = 3, .t = 6},
                                         {.id = "one-word", .n = 2, .d = 3, .m = 5, .t = 4},
                                         {.id = "each-once", .n = 3, .d = 4, .m = 6, .t = 2},
                                         {.id = "far-apart", .n = 3, .d = 2, .m = 75, .t = 50, .cases = 1},
                                         {.id = "often", .n = 5, .d = 2, .m = 3, .t = 60, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"tokens", tokens_to_read(rng, probe)},
                     {"w", random_normal(rng, {probe.m, probe.d}, probe.scale)},
                     {"m", random_normal(rng, {probe.d, probe.d}, std::max(probe.scale, 0.3))}}};
          },
          .known_answers = {one_feature()}};
}

}  // namespace
}  // namespace grader
