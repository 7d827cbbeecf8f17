#include <backprop/transformer_block.hpp>

#include <algorithm>

#include "grader/ops/layers/block_inputs.hpp"
#include "grader/ops/layers/transformer_block_case.hpp"

BACKPROP_LAYER_BY_HAND(transformer_block)

namespace grader {
namespace {

auto run_block(Arguments& in, const Case& the_case) {
  return backprop::transformer_block_forward(in.tensor3("x"), transformer_block_parameters(in),
                                             size_attribute(the_case, "heads"),
                                             the_case.attributes.at("causal") != 0.0);
}

Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  auto [out, cache] = run_block(*inputs, the_case);
  return instance_of(std::move(inputs), {{"out", from_xtensor(out)}},
                     [kept = std::make_shared<const backprop::TransformerBlockCache>(std::move(cache))](
                         Arguments& upstream) {
                       const auto [dx, parameters] =
                           backprop::transformer_block_backward(upstream.tensor3("out"), *kept);
                       Tensors gradients = transformer_block_gradients(parameters);
                       gradients["x"] = from_xtensor(dx);
                       return gradients;
                     });
}

Layer layer() {
  return {.summary = "attention and two affine layers, each behind a layernorm and beside a residual",
          .inputs = with_block_parameters({{"x", {"N", "T", "D"}}}),
          .attributes = {{"heads", "H, a divisor of D", 1, 64, true},
                         {"causal", "1: step t sees steps 0 to t only; 0: all", 0, 1, true}},
          .outputs = {{"out", {"N", "T", "D"}}},
          .chain = {{"w2", "b2"},
                    {"w1", "b1"},
                    {"gamma2", "beta2"},
                    {"wo"},
                    {"wq", "wk", "wv"},
                    {"gamma1", "beta1"},
                    {"x"}}};
}

constexpr double kTooSteepForABlock = 0.02;
constexpr int kDrawsOfABlock = 300;

// The least variance that a norm of the block divides by.
double least_variance_in(const Case& the_case) {
  // One feature has no variance, and the norm gives beta.
  if (the_case.inputs.at("x").shape[2] == 1) return 1.0;
  Arguments in(the_case.inputs);
  const backprop::TransformerBlockCache cache = run_block(in, the_case).cache;
  const double largest = std::max(backprop::max(cache.norm2.ivar), backprop::max(cache.norm1.ivar));
  return 1.0 / (largest * largest);
}

// m is the number of heads. Each case after the first is causal.
[[gnu::noinline]] Case draw_block(backprop::Rng& rng, const Probe& probe) {
  const bool causal = probe.index > 0 || probe.id == "long";
  const std::size_t features = probe.id == "square"                           ? probe.d
                               : probe.id == "one-step" || probe.id == "long" ? probe.d / 2
                                                                              : probe.d + probe.t + 1;
  Tensors inputs = {{"x", random_normal(rng, {probe.n, probe.t, probe.d}, probe.scale)}};
  add_block_parameters(rng, {}, probe.d, features, 1.0, inputs);
  if (probe.id == "closed-gates") {
    // Below -3 gelu lets hardly anything through, and above 3 nearly everything.
    inputs["b1"] = random_choice(rng, {features}, {-3.5, -3, 3, 3.5});
  }
  // A block often begins as the identity: the last factor of a branch is 0, and has a gradient all the same.
  if (probe.id == "silent-branch") std::ranges::fill(inputs[probe.index == 0 ? "wo" : "w2"].values, 0.0);
  return {std::move(inputs),
          {{"heads", static_cast<double>(probe.m)}, {"causal", causal ? 1.0 : 0.0}},
          causal ? "with a causal mask" : ""};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Case the_case = draw_block(rng, probe);
  const double steep = kTooSteepForABlock * std::min(1.0, probe.scale * probe.scale);
  for (int i = 0; i < kDrawsOfABlock && !(least_variance_in(the_case) > steep); ++i)
    the_case = draw_block(rng, probe);
  return the_case;
}

// Without projections and without the second affine layer, both branches are 0 and the block is the identity.
KnownAnswer identity() {
  const Tensor zero = Tensor::filled({2, 2}, 0.0);
  const Tensor none = Tensor::filled({2}, 0.0);
  return {.source =
              "Goyal and others, Accurate, Large Minibatch SGD, 2017, section 5.1: where the last factor of "
              "a branch is 0, a residual block is the identity, and so is its gradient",
          .inputs = {{"x", linspace(-1, 2, {1, 3, 2})},
                     {"gamma1", {{2}, {1, 2}}},
                     {"beta1", {{2}, {0.5, 0}}},
                     {"wq", linspace(-1, 1, {2, 2})},
                     {"wk", linspace(0, 1, {2, 2})},
                     {"wv", linspace(-2, 1, {2, 2})},
                     {"wo", zero},
                     {"gamma2", {{2}, {3, 1}}},
                     {"beta2", none},
                     {"w1", linspace(-1, 1, {2, 3})},
                     {"b1", {{3}, {0.1, 0.2, 0.3}}},
                     {"w2", Tensor::filled({3, 2}, 0.0)},
                     {"b2", none}},
          .attributes = {{"heads", 2}, {"causal", 1}},
          .outputs = {{"out", linspace(-1, 2, {1, 3, 2})}},
          .upstream = {{"out", linspace(3, 8, {1, 3, 2})}},
          .gradients = {{"x", linspace(3, 8, {1, 3, 2})},
                        {"wq", zero},
                        {"w1", Tensor::filled({2, 3}, 0.0)},
                        {"b2", {{2}, {15, 18}}}}};
}

[[gnu::noinline]] Tensors with_weights_times(const Case& the_case, const Tensors& upstream,
                                             const std::function<double()>& factor) {
  Arguments in(the_case.inputs);
  Arguments up(upstream);
  backprop::TransformerBlockCache cache = run_block(in, the_case).cache;
  for (double& weight : cache.attention.attention.p) weight *= factor();
  const auto [below, of_parameters] = backprop::transformer_block_backward(up.tensor3("out"), cache);
  Tensors result = transformer_block_gradients(of_parameters);
  result.emplace("x", from_xtensor(below));
  return result;
}

Probing probing() {
  return {.probes = {{.id = "unit", .n = 2, .d = 6, .m = 3, .t = 4},
                     {.id = "small", .scale = 0.3, .n = 3, .d = 8, .m = 2, .t = 5, .cases = 1},
                     {.id = "large", .scale = 3.0, .n = 2, .d = 10, .m = 5, .t = 3},
                     {.id = "batch-of-one", .n = 1, .d = 6, .m = 2, .t = 5},
                     {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
                     {.id = "one-head", .n = 3, .d = 5, .m = 1, .t = 4},
                     {.id = "one-feature", .n = 3, .d = 1, .m = 1, .t = 4, .cases = 1},
                     {.id = "one-step", .n = 3, .d = 4, .m = 2, .t = 1, .cases = 1},
                     {.id = "many-sequences", .n = 41, .d = 6, .m = 2, .t = 2, .cases = 1},
                     {.id = "long", .n = 1, .d = 6, .m = 2, .t = 12, .cases = 1},
                     {.id = "very-long", .n = 1, .d = 4, .m = 2, .t = 65, .cases = 1},
                     {.id = "closed-gates", .n = 2, .d = 6, .m = 2, .t = 3, .cases = 1},
                     {.id = "silent-branch", .n = 2, .d = 6, .m = 2, .t = 3}},
          .sample = sample,
          .known_answers = {identity()},
          .with_weights_times = with_weights_times};
}

}  // namespace
}  // namespace grader
