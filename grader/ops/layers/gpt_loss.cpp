#include <backprop/gpt_loss.hpp>

#include <algorithm>

#include "grader/ops/layers/block_inputs.hpp"
#include "grader/ops/layers/gpt_loss_case.hpp"
#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER_BY_HAND(gpt_loss)

namespace grader {
namespace {

// The weights of the first block's attention, (N H, T, T): who looks at whom.
Tensor attention_map(const backprop::GptLossCache& cache) {
  return from_xtensor(cache.blocks.at(0).attention.attention.p);
}

auto run_model(Arguments& in, const Case& the_case) {
  return backprop::gpt_loss_forward(in.label_matrix("tokens"), in.label_matrix("y"), gpt_parameters(in),
                                    gpt_settings(the_case.attributes));
}

Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  auto [loss, cache] = run_model(*inputs, the_case);
  Tensors outputs = {{"loss", Tensor::scalar(loss)},
                     {"scores", from_xtensor(cache.scores)},
                     {"weights", attention_map(cache)}};
  return instance_of(
      std::move(inputs), std::move(outputs),
      [the_case,
       kept = std::make_shared<const backprop::GptLossCache>(std::move(cache))](Arguments& upstream) {
        return gpt_gradients(the_case.inputs, backprop::gpt_loss_backward(upstream.number("loss"), *kept));
      });
}

Layer layer() {
  return {.summary = "a language model from tokens to loss: embedding, positions, blocks, norm, tied scores",
          .inputs = with_block_parameters({integers("tokens", {"N", "T"}, "V"),
                                           integers("y", {"N", "T"}, "V"),
                                           {"w", {"V", "D"}},
                                           {"positions", {"P", "D"}},
                                           {"gamma", {"D"}},
                                           {"beta", {"D"}}},
                                          {"L"}),
          .attributes = {{"heads", "H, a divisor of D", 1, 64, true},
                         {"padding", "the token that counts nowhere in y", 0, 1 << 20, true}},
          .outputs = {{"loss", {}}, {"scores", {"N", "T", "V"}, false}, {"weights", {"NH", "T", "T"}, false}},
          .chain = {{"gamma", "beta"}, {"positions"}}};
}

constexpr double kTooSteepForAModel = 0.02;
constexpr int kDrawsOfAModel = 300;

// The least variance that a norm of the model divides by.
double least_variance_of_model(const Case& the_case) {
  // One feature has no variance, and a norm gives beta.
  if (the_case.inputs.at("w").shape[1] == 1) return 1.0;
  Arguments in(the_case.inputs);
  const backprop::GptLossCache cache = run_model(in, the_case).cache;
  double largest = backprop::max(cache.norm.ivar);
  for (const backprop::TransformerBlockCache& block : cache.blocks)
    largest = std::max({largest, backprop::max(block.norm1.ivar), backprop::max(block.norm2.ivar)});
  return 1.0 / (largest * largest);
}

// What a probe's sizes leave open.
struct SizesOfModel {
  std::size_t blocks = 1;
  std::size_t heads = 2;
  std::size_t more_positions = 0;  // than steps
};

[[gnu::noinline]] SizesOfModel sizes_of_model(const Probe& probe) {
  if (probe.id == "unit") return {2, 3, 1};
  if (probe.id == "three-blocks") return {3, 2, 0};
  if (probe.id == "one-head") return {1, 1, 3};
  if (probe.id == "one-feature") return {1, 1, 0};
  if (probe.id == "square") return {2, 4, 0};
  if (probe.id == "heads-of-one") return {1, probe.d, 0};
  return {};
}

// y where the token after a sequence's end is padding: token 0. "nothing-counts" has nothing else, and in
// "padded" sequences end at different steps. In all others padding comes as often as any token.
[[gnu::noinline]] Tensor tokens_to_come(backprop::Rng& rng, const Probe& probe) {
  Tensor y = random_tokens(rng, probe.n, probe.t, probe.m);
  if (probe.id == "nothing-counts") std::ranges::fill(y.values, 0.0);
  if (probe.id == "padded") {
    for (std::size_t n = 0; n < probe.n; ++n) {
      const std::size_t length = 1 + rng.index(probe.t);
      for (std::size_t t = 0; t < probe.t; ++t) {
        double& next = y.values[n * probe.t + t];
        next = t < length ? std::max(next, 1.0) : 0.0;
      }
    }
  }
  return y;
}

Case draw_model(backprop::Rng& rng, const Probe& probe) {
  const auto [blocks, heads, more_positions] = sizes_of_model(probe);
  const std::size_t P = probe.t + more_positions;
  Tensors inputs = {{"tokens", random_tokens(rng, probe.n, probe.t, probe.m)},
                    {"y", tokens_to_come(rng, probe)},
                    {"w", random_normal(rng, {probe.m, probe.d}, probe.scale)},
                    {"positions", random_normal(rng, {P, probe.d}, 0.5 * probe.scale)},
                    {"gamma", random_normal(rng, {probe.d}, 0.5)},
                    {"beta", random_normal(rng, {probe.d}, 0.5)}};
  for (double& value : inputs.at("gamma").values) value += 1.0;
  // In "square" all sizes are equal.
  const std::size_t features = heads == probe.m ? probe.d : probe.t == 12 ? probe.d / 2 : probe.d + 3;
  add_block_parameters(rng, {blocks}, probe.d, features, 1.0, inputs);
  return {std::move(inputs), {{"heads", static_cast<double>(heads)}, {"padding", 0}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Case the_case = draw_model(rng, probe);
  const double steep = kTooSteepForAModel * std::min(1.0, probe.scale * probe.scale);
  for (int i = 0; i < kDrawsOfAModel && !(least_variance_of_model(the_case) > steep); ++i)
    the_case = draw_model(rng, probe);
  return the_case;
}

// With gamma and beta 0 all scores are 0, and all tokens are equally likely.
KnownAnswer all_tokens_alike() {
  const auto zero = [](Shape shape) { return Tensor::filled(std::move(shape), 0.0); };
  Tensors inputs = {
      {"tokens", {{1, 3}, {1, 2, 3}}},       {"y", {{1, 3}, {2, 3, 0}}}, {"w", linspace(-1, 1, {4, 2})},
      {"positions", linspace(0, 1, {3, 2})}, {"gamma", zero({2})},       {"beta", zero({2})}};
  for (const char* name : {"gamma1", "gamma2"}) inputs[name] = Tensor::filled({1, 2}, 1.0);
  for (const char* name : {"beta1", "beta2", "b2"}) inputs[name] = zero({1, 2});
  for (const char* name : {"wq", "wk", "wv", "wo"}) inputs[name] = linspace(-1, 1, {1, 2, 2});
  inputs["w1"] = linspace(-1, 1, {1, 2, 3});
  inputs["b1"] = zero({1, 3});
  inputs["w2"] = linspace(-1, 1, {1, 3, 2});
  // dscores is 1/4 everywhere but -3/4 at y, times 4/2; w's rows are -1 + 2/7 (2 v, 2 v + 1).
  return {.source = "equal scores: log 4 at each of the two places that count; dbeta is dscores w",
          .inputs = std::move(inputs),
          .attributes = {{"heads", 1}, {"padding", 0}},
          .outputs = {{"loss", Tensor::scalar(std::log(4.0))}},
          .upstream = {{"loss", Tensor::scalar(7)}},
          .gradients = {{"beta", {{2}, {-4, -4}}},
                        {"w", zero({4, 2})},
                        {"positions", zero({3, 2})},
                        {"w1", zero({1, 2, 3})}}};
}

[[gnu::noinline]] Tensors with_weights_times(const Case& the_case, const Tensors& upstream,
                                             const std::function<double()>& factor) {
  Arguments in(the_case.inputs);
  Arguments up(upstream);
  backprop::GptLossCache cache = run_model(in, the_case).cache;
  for (backprop::TransformerBlockCache& block : cache.blocks) {
    for (double& weight : block.attention.attention.p) weight *= factor();
  }
  return gpt_gradients(the_case.inputs, backprop::gpt_loss_backward(up.number("loss"), cache));
}

Probing probing() {
  return {.probes = {{.id = "unit", .n = 2, .d = 6, .m = 5, .t = 4, .cases = 1},
                     {.id = "small", .scale = 0.3, .n = 3, .d = 8, .m = 7, .t = 5, .cases = 1},
                     {.id = "large", .scale = 3.0, .n = 2, .d = 4, .m = 6, .t = 3, .cases = 1},
                     {.id = "batch-of-one", .n = 1, .d = 6, .m = 3, .t = 5, .cases = 1},
                     {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
                     {.id = "one-head", .n = 3, .d = 5, .m = 7, .t = 4, .cases = 1},
                     {.id = "heads-of-one", .n = 3, .d = 4, .m = 6, .t = 2, .cases = 1},
                     {.id = "one-feature", .n = 3, .d = 1, .m = 5, .t = 4, .cases = 1},
                     {.id = "one-step", .n = 5, .d = 4, .m = 6, .t = 1, .cases = 1},
                     {.id = "three-blocks", .n = 2, .d = 4, .m = 6, .t = 5, .cases = 1},
                     {.id = "padded", .n = 5, .d = 6, .m = 4, .t = 7},
                     {.id = "nothing-counts", .n = 2, .d = 4, .m = 5, .t = 3, .cases = 1},
                     {.id = "many-sequences", .n = 41, .d = 6, .m = 4, .t = 2, .cases = 1},
                     {.id = "long", .n = 1, .d = 6, .m = 5, .t = 12, .cases = 1},
                     {.id = "very-long", .n = 1, .d = 4, .m = 5, .t = 65, .cases = 1}},
          .sample = sample,
          .known_answers = {all_tokens_alike()},
          .with_weights_times = with_weights_times};
}

}  // namespace
}  // namespace grader
