/// Shared by attention and its recomputed form: names and shapes, and the probes.
#pragma once

#include <algorithm>
#include <backprop/attention.hpp>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "grader/ops/call.hpp"

namespace grader {

/// Describes an attention from q, k and v to out. The attribute "causal" comes first.
inline Layer attending(const std::string& summary) {
  return {.summary = summary,
          .inputs = {{"q", {"N", "T", "D"}}, {"k", {"N", "S", "D"}}, {"v", {"N", "S", "M"}}},
          .attributes = {{"causal", "1: query i sees keys 0 to i only; 0: all", 0, 1, true}},
          .outputs = {{"out", {"N", "T", "M"}}}};
}

// The rest belongs to the grader.

/// Probes with N, T = t, D = d and S = m, of which each case after the first is causal, with S = T.
/// "wide-gaps" has scores up to 1e3 and beyond, of both signs, far from each other; those of "far-below" are
/// all below the logarithm of the smallest double. In "wide-gaps-open"
/// some weights are 0 as if a mask hid their keys, which none does. In "hidden-giants" the keys that the mask
/// hides fit best, by far. In "equal-scores" a query is 0, or all keys are alike.
inline std::vector<Probe> attending_probes() {
  return {{.id = "unit", .n = 2, .d = 5, .m = 6, .t = 4},
          {.id = "small", .scale = 0.05, .n = 3, .d = 7, .m = 2, .t = 5},
          {.id = "large", .scale = 2.0, .n = 2, .d = 4, .m = 5, .t = 3},
          {.id = "batch-of-one", .n = 1, .d = 4, .m = 3, .t = 5},
          {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4},
          {.id = "one-feature", .n = 3, .d = 1, .m = 2, .t = 4},
          {.id = "one-query", .n = 3, .d = 4, .m = 5, .t = 1},
          {.id = "one-key", .n = 2, .d = 3, .m = 1, .t = 4, .cases = 1},
          {.id = "many-sequences", .n = 41, .d = 1, .m = 3, .t = 2, .cases = 1},
          {.id = "long", .n = 1, .d = 3, .m = 14, .t = 12},
          {.id = "very-long", .n = 1, .d = 2, .m = 43, .t = 65},
          {.id = "wide-gaps", .n = 2, .d = 3, .m = 5, .t = 4},
          {.id = "far-below", .n = 2, .d = 3, .m = 5, .t = 4},
          {.id = "hidden-giants", .n = 2, .d = 3, .m = 5, .t = 4, .cases = 1},
          {.id = "equal-scores", .n = 2, .d = 3, .m = 5, .t = 4},
          {.id = "last-query-only", .n = 2, .d = 3, .m = 5, .t = 4},
          {.id = "wide-gaps-open", .n = 2, .d = 3, .m = 4, .t = 4, .cases = 1}};
}

/// Returns (N, T, D) whose row t is levels[t mod their number] times a sign for each feature, plus a little
/// noise. The product of two such rows is about D times that of their levels.
inline Tensor along_levels(backprop::Rng& rng, const Shape& shape, const std::vector<double>& levels) {
  Tensor result = random_normal(rng, shape, 0.05);
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    const double sign = i % shape[2] % 2 == 0 ? 1.0 : -1.0;
    result.values[i] += sign * levels[i / shape[2] % shape[1] % levels.size()];
  }
  return result;
}

// Not inlined: a literal that the calling half uses too would keep the names of probes in workers.
[[gnu::noinline]] inline Case sample_attending(backprop::Rng& rng, const Probe& probe) {
  const bool causal = probe.index > 0 || probe.id == "hidden-giants";
  const std::size_t keys = causal ? probe.t : probe.m;
  const std::size_t features = probe.id == "square" ? probe.d : probe.t == 1 ? 2 : probe.n + probe.d + 4;
  Tensor q = random_normal(rng, {probe.n, probe.t, probe.d}, probe.scale);
  Tensor k = random_normal(rng, {probe.n, keys, probe.d}, probe.scale);
  if (probe.id.starts_with("wide-gaps")) {
    q = along_levels(rng, q.shape, {20, -20});
    k = along_levels(rng, k.shape, {12, -24, 36, -12, 24});
  }
  if (probe.id == "far-below") {
    q = along_levels(rng, q.shape, {-30, -24});
    k = along_levels(rng, k.shape, {24, 30, 36});
  }
  if (probe.id == "hidden-giants") {
    q = along_levels(rng, q.shape, {20, 24});
    k = along_levels(rng, k.shape, {0.1, 12, 24, 36});
  }
  if (probe.id == "equal-scores" && probe.index == 0) std::ranges::fill(q.values, 0.0);
  if (probe.id == "equal-scores" && probe.index > 0) {
    for (std::size_t i = probe.d; i < k.values.size(); ++i) k.values[i] = k.values[i - probe.d];
  }
  return {{{"q", std::move(q)},
           {"k", std::move(k)},
           {"v", random_normal(rng, {probe.n, keys, features}, std::max(probe.scale, 0.5))}},
          {{"causal", causal ? 1.0 : 0.0}},
          causal ? "with a causal mask" : ""};
}

/// Clears the upstream gradients of all queries but the last, in the probe that looks at it alone. The output
/// is not named here: the calling half names it too.
[[gnu::noinline]] inline void shape_attending(const Probe& probe, Tensors& upstream) {
  if (probe.id != "last-query-only") return;
  Tensor& dout = upstream.begin()->second;
  const std::size_t T = dout.shape[1];
  for (std::size_t i = 0; i < dout.values.size(); ++i) {
    if (i / dout.shape[2] % T + 1 != T) dout.values[i] = 0.0;
  }
}

/// Probing::with_weights_times. A sum over keys is the same whether the weights were kept or made again.
[[gnu::noinline]] inline Tensors attend_with_weights_times(const Case& the_case, const Tensors& upstream,
                                                           const std::function<double()>& factor) {
  Arguments in(the_case.inputs);
  Arguments up(upstream);
  const double causal = the_case.attributes.at("causal");
  backprop::AttentionCache cache =
      backprop::attention_forward(in.tensor3("q"), in.tensor3("k"), in.tensor3("v"), causal != 0.0).cache;
  for (double& weight : cache.p) weight *= factor();
  const auto [dq, dk, dv] = backprop::attention_backward(up.tensor3("out"), cache);
  return {{"q", from_xtensor(dq)}, {"k", from_xtensor(dk)}, {"v", from_xtensor(dv)}};
}

/// Values for three queries under a causal mask.
inline KnownAnswer worked_out_with_50_digits() {
  return {
      .source = "the formulas of attention.hpp, worked out with 50 digits by mpmath",
      .inputs = {{"q", linspace(-1, 1, {1, 3, 2})},
                 {"k", linspace(-0.5, 2, {1, 3, 2})},
                 {"v", linspace(1, -1.5, {1, 3, 2})}},
      .attributes = {{"causal", 1}},
      .outputs = {{"out", {{1, 3, 2}, {1, 0.5, 0.5, 0, -0.627996889026147681, -1.12799688902614768}}}},
      .upstream = {{"out", linspace(0.5, -2, {1, 3, 2})}},
      .gradients = {
          {"q",
           {{1, 3, 2},
            {0, 0, 0.265165042944955322, 0.265165042944955322, 0.939222356779945144, 0.939222356779945144}}},
          {"k",
           {{1, 3, 2},
            {-0.123303612913632334, -0.346927377760030061, -0.263893179651711355, -0.298400609848876087,
             0.387196792565343689, 0.645327987608906148}}},
          {"v",
           {{1, 3, 2},
            {0.140585241219245251, -0.645886345041006331, -0.589175148899268981, -0.952233531865691975,
             -1.05141009231997627, -1.40188012309330169}}}}};
}

}  // namespace grader
