#include <backprop/deep_net.hpp>

#include <algorithm>
#include <cmath>

#include "grader/ops/call.hpp"
#include "grader/ops/layers/deep_net_case.hpp"

BACKPROP_LAYER_BY_HAND(deep_net)

namespace grader {
namespace {

Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
  std::vector<backprop::BatchnormParam> batchnorm(deep_net_layers(the_case.attributes));
  // Their own mode does not count: someone may have left it at that of an evaluation.
  for (std::size_t l = 1; l < batchnorm.size(); l += 2) batchnorm[l].mode = backprop::Mode::test;
  const auto forward = [&](backprop::Mode mode) {
    return backprop::deep_net_forward(inputs->matrix("x"), inputs->labels("y"),
                                      deep_net_parameters(the_case.attributes, *inputs),
                                      deep_net_settings(the_case.attributes), mode, batchnorm, rng);
  };
  auto [loss, cache] = forward(backprop::Mode::train);
  const double test_loss = forward(backprop::Mode::test).out;
  // The caller's generator shows how far both passes have moved it by what it draws next.
  const double next_uniform = rng.uniform();
  return instance_of(std::move(inputs),
                     {{"loss", Tensor::scalar(loss)},
                      {"test_loss", Tensor::scalar(test_loss)},
                      {"next_uniform", Tensor::scalar(next_uniform)}},
                     [the_case, kept = std::make_shared<const backprop::DeepNetCache>(std::move(cache))](
                         Arguments& upstream) {
                       return deep_net_gradients(the_case.attributes, the_case.inputs,
                                                 backprop::deep_net_backward(upstream.number("loss"), *kept));
                     });
}

Layer layer() {
  return {.summary = "up to six hidden layers of affine, [batchnorm], relu, [dropout]; affine, softmax loss",
          .inputs = {fixed("x", {"N", "D"}),
                     integers("y", {"N"}, "C"),
                     {"w1", {"D", "H1"}},
                     {"b1", {"H1"}},
                     {"gamma1", {"H1"}},
                     {"beta1", {"H1"}},
                     {"w2", {"H1", "H2"}},
                     {"b2", {"H2"}},
                     {"gamma2", {"H2"}},
                     {"beta2", {"H2"}},
                     {"w3", {"H2", "C"}},
                     {"b3", {"C"}}},
          .attributes = {{"batchnorm", "1 with, 0 without", 0, 1, true},
                         {"layers", "hidden layers; from the third on they share the second's parameters", 0,
                          6, true},
                         {"keep", "dropout's p; 1: without dropout", 1e-3, 1.0},
                         {"seed", "of the masks' generator", 0, 0x1p53, true}},
          .outputs = {{"loss", {}}, {"test_loss", {}, false}, {"next_uniform", {}, false}},
          .chain = {{"w3", "b3"}, {"gamma2", "beta2"}, {"w2", "b2"}, {"gamma1", "beta1"}, {"w1", "b1"}}};
}

using backprop::Matrix;
using backprop::Vector;

// Sizes of the hidden layers whose parameters the op has; see deep_net_case.hpp.
constexpr std::size_t kHidden1 = 6;
constexpr std::size_t kHidden2 = 4;
constexpr std::size_t kWiderHidden2 = 7;
constexpr double kTooCloseToAKink = 1e-3;
constexpr double kTooSteep = 0.3;
constexpr int kDraws = 200;

struct Inside {
  /// The inputs of the relus of all hidden layers. Their signs decide what passes.
  std::vector<double> pre_activations;
  /// The least variance that batchnorm normalises.
  double least_variance = 1.0;
};

Inside look_inside(const Case& the_case) {
  Arguments in(the_case.inputs);
  const auto [hidden, w, b] = deep_net_parameters(the_case.attributes, in);
  const auto [use_batchnorm, keep] = deep_net_settings(the_case.attributes);
  backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
  Inside result;
  Matrix below = in.matrix("x");
  for (const backprop::HiddenParameters& layer : hidden) {
    Matrix pre = backprop::matmul(below, layer.w) + backprop::as_row(layer.b);
    if (use_batchnorm) {
      backprop::BatchnormParam param;
      param.momentum = 0.0;  // the running variance is this batch's
      pre = backprop::batchnorm_forward(pre, layer.gamma, layer.beta, param).out;
      for (const double variance : param.running_var) {
        result.least_variance = std::min(result.least_variance, variance);
      }
    }
    result.pre_activations.insert(result.pre_activations.end(), pre.begin(), pre.end());
    below = backprop::relu_forward(pre).out;
    if (keep < 1.0) below = backprop::dropout_forward(below, keep, backprop::Mode::train, rng).out;
  }
  return result;
}

// Weights of a size that neither kills nor blows up. The probe's scale applies to its inputs.
Tensor weights(backprop::Rng& rng, std::size_t rows, std::size_t columns) {
  return random_normal(rng, {rows, columns}, std::sqrt(2.0 / static_cast<double>(rows)));
}

Tensor around_one(backprop::Rng& rng, std::size_t size) {
  Tensor result = random_normal(rng, {size}, 0.3);
  for (double& value : result.values) value += 1.0;
  return result;
}

// No unit of the first layer fires in "all-off": what lies above has gradients all the same.
Tensor first_biases(backprop::Rng& rng, const Probe& probe, std::size_t size) {
  Tensor result = random_normal(rng, {size}, probe.scale);
  for (double& bias : result.values) bias -= probe.id == "all-off" ? 100.0 : 0.0;
  return result;
}

Case draw(backprop::Rng& rng, const Probe& probe) {
  // Not an attribute's name: a literal that the calling half has too would keep the names of probes in
  // workers.
  const bool batchnorm = probe.id.starts_with("batchn") || probe.id.starts_with("everything");
  const bool dropout = probe.id.starts_with("dropout") || probe.id.starts_with("everything") ||
                       (probe.id == "three-layers" && probe.index == 1);
  const double layers = probe.id == "one-layer"      ? 1.0
                        : probe.id == "no-layer"     ? 0.0
                        : probe.id == "three-layers" ? 3.0
                        : probe.id == "six-layers"   ? 6.0
                        : probe.id.ends_with("deep") ? 4.0 + static_cast<double>(probe.index)
                                                     : 2.0;
  const bool wider = probe.id == "dropout";
  const std::size_t hidden1 = layers == 0.0 ? probe.d : kHidden1;
  const std::size_t hidden2 = layers != 2.0 || probe.id == "square" ? hidden1
                              : wider                               ? kWiderHidden2
                                                                    : kHidden2;
  return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)},
           {"y", random_labels(rng, probe.n, probe.m)},
           {"w1", weights(rng, probe.d, hidden1)},
           {"b1", first_biases(rng, probe, hidden1)},
           {"gamma1", around_one(rng, hidden1)},
           {"beta1", random_normal(rng, {hidden1}, 0.5)},
           {"w2", weights(rng, hidden1, hidden2)},
           {"b2", random_normal(rng, {hidden2}, probe.scale)},
           {"gamma2", around_one(rng, hidden2)},
           {"beta2", random_normal(rng, {hidden2}, 0.5)},
           {"w3", weights(rng, hidden2, probe.m)},
           {"b3", random_normal(rng, {probe.m}, probe.scale)}},
          {{"batchnorm", batchnorm ? 1.0 : 0.0},
           {"layers", layers},
           {"keep", dropout ? 0.5 + 0.4 * rng.uniform() : 1.0},
           {"seed", static_cast<double>(rng.index(1u << 20))}},
          batchnorm && dropout ? "with batchnorm and dropout"
          : batchnorm          ? "with batchnorm"
          : dropout            ? "with dropout"
                               : ""};
}

std::vector<double> pre_activations(const Case& the_case) { return look_inside(the_case).pre_activations; }

// Draws again while a relu is so close to its kink that no difference quotient fits beside it, or while
// batchnorm is so steep that one would be too coarse.
Case sample(backprop::Rng& rng, const Probe& probe) {
  Case the_case = draw(rng, probe);
  for (int i = 0; i < kDraws; ++i) {
    const Inside inside = look_inside(the_case);
    const bool clear = std::all_of(inside.pre_activations.begin(), inside.pre_activations.end(),
                                   [](double value) { return std::abs(value) > kTooCloseToAKink; });
    if (clear && inside.least_variance > kTooSteep) break;
    the_case = draw(rng, probe);
  }
  return the_case;
}

Probing probing() {
  return {.probes = {{.id = "unit", .n = 4, .d = 5, .m = 3, .cases = 1},
                     {.id = "small", .scale = 0.05, .n = 3, .d = 7, .m = 4, .cases = 1},
                     {.id = "large", .scale = 2.0, .n = 5, .d = 3, .m = 8, .cases = 1},
                     {.id = "batch-of-one", .n = 1, .d = 4, .m = 3, .cases = 1},
                     {.id = "batchnorm", .n = 7, .d = 5, .m = 3, .cases = 1},
                     {.id = "batchnorm-tall", .n = 12, .d = 3, .m = 5, .cases = 1},
                     {.id = "dropout", .n = 5, .d = 8, .m = 4, .cases = 1},
                     {.id = "one-layer", .n = 5, .d = 4, .m = 3, .cases = 1},
                     {.id = "three-layers", .n = 4, .d = 7, .m = 3},
                     {.id = "six-layers", .n = 3, .d = 4, .m = 2, .cases = 1},
                     {.id = "square", .n = 6, .d = 6, .m = 6, .cases = 1},
                     {.id = "narrow", .n = 41, .d = 1, .m = 2, .cases = 1},
                     {.id = "everything", .n = 10, .d = 7, .m = 3, .cases = 1},
                     {.id = "batchnorm-deep", .n = 14, .d = 5, .m = 3, .cases = 3},
                     {.id = "dropout-deep", .n = 5, .d = 7, .m = 3},
                     {.id = "everything-deep", .n = 14, .d = 5, .m = 3},
                     {.id = "no-layer", .n = 4, .d = 5, .m = 3, .cases = 1},
                     {.id = "all-off", .n = 4, .d = 5, .m = 3, .cases = 1}},
          .sample = sample,
          .switches = pre_activations,
          .open_kinks = pre_activations};
}

}  // namespace
}  // namespace grader
