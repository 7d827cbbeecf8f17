#include <backprop/multi_head_attention.hpp>

#include "grader/ops/layers/attending.hpp"

BACKPROP_LAYER(multi_head_attention)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "self-attention in H heads side by side, between four projections",
          .inputs = {{"x", {"N", "T", "D"}},
                     {"wq", {"D", "D"}},
                     {"wk", {"D", "D"}},
                     {"wv", {"D", "D"}},
                     {"wo", {"D", "D"}}},
          .attributes = {{"heads", "H, a divisor of D", 1, 64, true},
                         {"causal", "1: step t sees steps 0 to t only; 0: all", 0, 1, true}},
          .outputs = {{"out", {"N", "T", "D"}}}};
}

// m is the number of heads. Each case after the first is causal.
std::vector<Probe> headed_probes() {
  return {{.id = "unit", .n = 2, .d = 6, .m = 3, .t = 4},
          {.id = "small", .scale = 0.05, .n = 3, .d = 8, .m = 2, .t = 5},
          {.id = "large", .scale = 1.5, .n = 2, .d = 10, .m = 5, .t = 3},
          {.id = "batch-of-one", .n = 1, .d = 6, .m = 2, .t = 5},
          {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4},
          {.id = "one-head", .n = 3, .d = 5, .m = 1, .t = 4},
          {.id = "heads-of-one", .n = 2, .d = 3, .m = 3, .t = 5},
          {.id = "many-heads", .n = 1, .d = 18, .m = 9, .t = 3, .cases = 1},
          {.id = "one-feature", .n = 3, .d = 1, .m = 1, .t = 4},
          {.id = "one-step", .n = 3, .d = 4, .m = 2, .t = 1},
          {.id = "many-sequences", .n = 41, .d = 4, .m = 2, .t = 3, .cases = 1},
          {.id = "long", .n = 2, .d = 4, .m = 2, .t = 12, .cases = 2},
          {.id = "very-long", .n = 1, .d = 4, .m = 2, .t = 65, .cases = 1},
          {.id = "wide-gaps", .n = 2, .d = 4, .m = 2, .t = 3},
          {.id = "equal-scores", .n = 2, .d = 6, .m = 3, .t = 4},
          {.id = "last-query-only", .n = 2, .d = 6, .m = 2, .t = 4}};
}

// Twelve times the identity, so that the scores are 144 times those of x itself, and a little noise.
Tensor twelvefold(backprop::Rng& rng, std::size_t size) {
  Tensor result = random_normal(rng, {size, size}, 0.05);
  for (std::size_t d = 0; d < size; ++d) result.values[d * size + d] += 12.0;
  return result;
}

// The names of probes lie in a function of their own: beside a literal that the calling half has too, they
// would stay in workers.
enum class Scores { usual, with_wide_gaps, equal };
[[gnu::noinline]] Scores scores_of(const Probe& probe) {
  return probe.id == "wide-gaps"      ? Scores::with_wide_gaps
         : probe.id == "equal-scores" ? Scores::equal
                                      : Scores::usual;
}
[[gnu::noinline]] bool is_causal(const Probe& probe) { return probe.index > 0 || probe.id == "very-long"; }

[[gnu::noinline]] Case sample(backprop::Rng& rng, const Probe& probe) {
  const bool causal = is_causal(probe);
  const double root = std::sqrt(static_cast<double>(probe.d));
  const auto weights = [&] { return random_normal(rng, {probe.d, probe.d}, probe.scale / root); };
  Tensors inputs = {{"x", random_normal(rng, {probe.n, probe.t, probe.d}, probe.scale)},
                    {"wq", weights()},
                    {"wk", weights()},
                    {"wv", weights()},
                    {"wo", weights()}};
  if (scores_of(probe) == Scores::with_wide_gaps) {
    inputs["x"] = along_levels(rng, inputs.at("x").shape, {1, -2, 3});
    for (const char* name : {"wq", "wk"}) inputs[name] = twelvefold(rng, probe.d);
  }
  if (scores_of(probe) == Scores::equal) std::ranges::fill(inputs.at(causal ? "wk" : "wq").values, 0.0);
  return {std::move(inputs),
          {{"heads", static_cast<double>(probe.m)}, {"causal", causal ? 1.0 : 0.0}},
          causal ? "with a causal mask" : ""};
}

// Two heads of one feature each. The second has equal scores, the first log 3 and 0 for step 0.
KnownAnswer two_heads() {
  const double log3 = std::log(3.0);
  return {.source =
              "two heads of one feature with the identity for each projection but wq = (log 3, 0): weights "
              "3/4 and 1/4, 1/2 and 1/2 in head 0, halves in head 1, in exact arithmetic",
          .inputs = {{"x", {{1, 2, 2}, {1, 4, 0, 8}}},
                     {"wq", {{2, 2}, {log3, 0, 0, 0}}},
                     {"wk", {{2, 2}, {1, 0, 0, 1}}},
                     {"wv", {{2, 2}, {1, 0, 0, 1}}},
                     {"wo", {{2, 2}, {1, 0, 0, 1}}}},
          .attributes = {{"heads", 2}, {"causal", 0}},
          .outputs = {{"out", {{1, 2, 2}, {0.75, 6, 0.5, 6}}}},
          .upstream = {{"out", {{1, 2, 2}, {16, 0, 0, 0}}}},
          // dp = (16, 0) and ds = 3/4 1/4 16 (1, -1) = (3, -3) in head 0; dv = (12, 4).
          .gradients = {{"x", {{1, 2, 2}, {12 + 6 * log3, 0, 4 - 3 * log3, 0}}},
                        {"wq", {{2, 2}, {3, 0, 12, 0}}},
                        {"wk", {{2, 2}, {3 * log3, 0, -12 * log3, 0}}},
                        {"wv", {{2, 2}, {12, 0, 80, 0}}},
                        {"wo", {{2, 2}, {12, 0, 96, 0}}}}};
}

[[gnu::noinline]] Tensors with_weights_times(const Case& the_case, const Tensors& upstream,
                                             const std::function<double()>& factor) {
  Arguments in(the_case.inputs);
  Arguments up(upstream);
  const backprop::MultiHeadAttentionParameters projections{in.matrix("wq"), in.matrix("wk"), in.matrix("wv"),
                                                           in.matrix("wo")};
  const bool causal = the_case.attributes.at("causal") != 0.0;
  auto cache = backprop::multi_head_attention_forward(in.tensor3("x"), projections,
                                                      size_attribute(the_case, "heads"), causal)
                   .cache;
  for (double& weight : cache.attention.p) weight *= factor();
  const auto [dx, dwq, dwk, dwv, dwo] = backprop::multi_head_attention_backward(up.tensor3("out"), cache);
  return {{"x", from_xtensor(dx)},
          {"wq", from_xtensor(dwq)},
          {"wk", from_xtensor(dwk)},
          {"wv", from_xtensor(dwv)},
          {"wo", from_xtensor(dwo)}};
}

Probing probing() {
  return {.probes = headed_probes(),
          .sample = sample,
          .shape_upstream = shape_attending,
          .known_answers = {two_heads()},
          .with_weights_times = with_weights_times};
}

}  // namespace
}  // namespace grader
