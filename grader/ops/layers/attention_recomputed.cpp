#include <backprop/attention_recomputed.hpp>

#include "grader/ops/layers/attending.hpp"

BACKPROP_LAYER_BY_HAND(attention_recomputed)

namespace grader {
namespace {

// Counts the numbers that the cache keeps: a tensor of all weights would show.
double kept_numbers(const backprop::AttentionRecomputedCache& cache) {
  double count = 0.0;
  for_each_member(cache, [&](const auto& member) {
    if constexpr (AnyTensor<std::remove_cvref_t<decltype(member)>>)
      count += static_cast<double>(member.size());
  });
  return count;
}

Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  auto [out, cache] = backprop::attention_recomputed_forward(
      inputs->tensor3("q"), inputs->tensor3("k"), inputs->tensor3("v"),
      the_case.attributes.at("causal") != 0.0, size_attribute(the_case, "tile"));
  Tensors outputs = {{"out", from_xtensor(out)}, {"kept_numbers", Tensor::scalar(kept_numbers(cache))}};
  return instance_of(std::move(inputs), std::move(outputs),
                     [kept = std::make_shared<const backprop::AttentionRecomputedCache>(std::move(cache))](
                         Arguments& upstream) -> Tensors {
                       const auto gradients =
                           backprop::attention_recomputed_backward(upstream.tensor3("out"), *kept);
                       return {{"q", from_xtensor(gradients.dq)},
                               {"k", from_xtensor(gradients.dk)},
                               {"v", from_xtensor(gradients.dv)}};
                     });
}

Layer layer() {
  Layer layer = attending("attention whose weights are made again from log-sum-exp, tile by tile");
  layer.attributes.push_back({"tile", "queries, and keys, of a tile", 1, 1 << 20, true});
  layer.outputs.push_back({"kept_numbers", {}, false});
  return layer;
}

// Tiles of one number, some that divide the sequence and some that do not, and some that hold it whole. No
// tile of the largest size fits into memory.
[[gnu::noinline]] double tile_of(const Probe& probe) {
  if (probe.id == "tiles-of-one") return 1.0;
  if (probe.id == "square" || probe.id == "large") return 2.0;
  if (probe.id == "one-tile") return static_cast<double>(std::max(probe.t, probe.m));
  if (probe.id == "tile-too-large") return probe.index == 0 ? 100.0 : 1 << 20;
  if (probe.id == "long") return 4.0;
  if (probe.id == "very-long") return 16.0;
  return 3.0;
}

std::vector<Probe> tiled_probes() {
  std::vector<Probe> probes = attending_probes();
  probes.push_back({.id = "tiles-of-one", .n = 2, .d = 3, .m = 5, .t = 4});
  probes.push_back({.id = "one-tile", .n = 2, .d = 3, .m = 5, .t = 4});
  probes.push_back({.id = "tile-too-large", .n = 2, .d = 3, .m = 5, .t = 4});
  return probes;
}

// Two tiles of one key each: weights 3/4 and 1/4, and delta = 16 times 5.
KnownAnswer three_to_one_in_two_tiles() {
  const double log3 = std::log(3.0);
  return {.source = "lse = log 4, p = 3/4 and 1/4, delta = 80, ds = (-12, 12), in exact arithmetic",
          .inputs = {{"q", {{1, 1, 1}, {log3}}}, {"k", {{1, 2, 1}, {1, 0}}}, {"v", {{1, 2, 1}, {4, 8}}}},
          .attributes = {{"causal", 0}, {"tile", 1}},
          .outputs = {{"out", {{1, 1, 1}, {5}}}, {"kept_numbers", Tensor::scalar(7)}},
          .upstream = {{"out", {{1, 1, 1}, {16}}}},
          .gradients = {{"q", {{1, 1, 1}, {-12}}},
                        {"k", {{1, 2, 1}, {-12 * log3, 12 * log3}}},
                        {"v", {{1, 2, 1}, {12, 4}}}},
          .tolerance = 1e-13};
}

KnownAnswer worked_out_in_tiles_of_two() {
  KnownAnswer answer = worked_out_with_50_digits();
  answer.attributes["tile"] = 2;
  return answer;
}

Probing probing() {
  return {.probes = tiled_probes(),
          .sample =
              [](backprop::Rng& rng, const Probe& probe) {
                Case the_case = sample_attending(rng, probe);
                the_case.attributes["tile"] = tile_of(probe);
                return the_case;
              },
          .shape_upstream = shape_attending,
          .known_answers = {three_to_one_in_two_tiles(), worked_out_in_tiles_of_two()},
          .with_weights_times = attend_with_weights_times};
}

}  // namespace
}  // namespace grader
