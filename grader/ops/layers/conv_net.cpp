#include <backprop/conv_net.hpp>

#include <algorithm>
#include <cmath>

#include "grader/ops/layers/conv_net_case.hpp"
#include "grader/ops/layers/window.hpp"

BACKPROP_LAYER_BY_HAND(conv_net)

namespace grader {
namespace {

Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  backprop::BatchnormParam batchnorm;
  batchnorm.mode =
      backprop::Mode::test;  // does not count: someone may have left it there after an evaluation
  const auto forward = [&](backprop::Mode mode) {
    return backprop::conv_net_forward(inputs->tensor4("x"), inputs->labels("y"), conv_net_parameters(*inputs),
                                      conv_net_settings(the_case.attributes), mode, batchnorm);
  };
  auto [loss, cache] = forward(backprop::Mode::train);
  const double test_loss = forward(backprop::Mode::test).out;
  return instance_of(
      std::move(inputs), {{"loss", Tensor::scalar(loss)}, {"test_loss", Tensor::scalar(test_loss)}},
      [the_case,
       kept = std::make_shared<const backprop::ConvNetCache>(std::move(cache))](Arguments& upstream) {
        return conv_net_gradients(the_case.attributes, the_case.inputs,
                                  backprop::conv_net_backward(upstream.number("loss"), *kept));
      });
}

Layer layer() {
  return {.summary = "conv, [norm], relu, max pool, affine, softmax loss",
          .inputs = {{"x", images()},
                     integers("y", {"N"}, "K"),
                     {"w1", {"F", "C", "HH", "WW"}},
                     {"b1", {"F"}},
                     {"gamma", {"F"}},
                     {"beta", {"F"}},
                     {"w2", {"P", "K"}},
                     {"b2", {"K"}}},
          .attributes = {{"norm", "0 none, 1 batch normalisation, 2 group normalisation", 0, 2, true},
                         {"groups", "of group normalisation, a divisor of F", 1, 64, true},
                         {"conv_stride", "of the filter", 1, 64, true},
                         pad_attribute(),
                         {"pool_height", "rows of a pooling window", 1, 64, true},
                         {"pool_width", "columns of a pooling window", 1, 64, true},
                         {"pool_stride", "from one pooling window to the next", 1, 64, true}},
          .outputs = {{"loss", {}}, {"test_loss", {}, false}},
          .chain = {{"w2", "b2"}, {"gamma", "beta"}, {"w1", "b1"}, {"x"}}};
}

using backprop::Tensor4;

constexpr double kTooCloseToAKinkOfANet = 2e-3;
constexpr double kTooSteepForANet = 0.3;
constexpr int kDrawsOfANet = 300;

struct ConvNetInside {
  /// What relu gets. A tie in a pool has one right answer.
  std::vector<double> before_relu;
  /// The same, and by how much each pixel of a pooling window with a positive one is above the others.
  std::vector<double> switches;
  /// The least variance that a norm divides by.
  double least_variance = 1.0;
};

double least(const backprop::Matrix& ivar) { return 1.0 / std::pow(backprop::max(ivar), 2); }

void add_leads(const Tensor4& x, const backprop::PoolParam& pool, std::vector<double>& switches) {
  const auto [rows, columns] = backprop::pool_sizes("conv_net", x.shape(2), x.shape(3), pool);
  for (std::size_t k = 0; k < x.shape(0) * x.shape(1) * rows * columns; ++k) {
    const std::size_t image = k / columns / rows;
    std::vector<double> pixels;
    for (std::size_t a = 0; a < pool.height; ++a) {
      for (std::size_t b = 0; b < pool.width; ++b) {
        pixels.push_back(x(image / x.shape(1), image % x.shape(1), k / columns % rows * pool.stride + a,
                           k % columns * pool.stride + b));
      }
    }
    std::vector<double> sorted = pixels;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    if (sorted.size() == 1 || !(sorted[0] > 0.0)) continue;
    for (const double pixel : pixels)
      switches.push_back(pixel - (pixel == sorted[0] ? sorted[1] : sorted[0]));
  }
}

ConvNetInside look_inside_the_net(const Case& the_case) {
  Arguments in(the_case.inputs);
  const backprop::ConvNetParameters parameters = conv_net_parameters(in);
  const backprop::ConvNetSettings settings = conv_net_settings(the_case.attributes);
  ConvNetInside inside;
  Tensor4 features =
      backprop::conv_im2col_forward(in.tensor4("x"), parameters.w1, parameters.b1, settings.conv).out;
  if (settings.norm == backprop::Norm::batch) {
    backprop::BatchnormParam param;
    auto normalised = backprop::spatial_batchnorm_forward(features, parameters.gamma, parameters.beta, param);
    inside.least_variance = least(backprop::as_row(normalised.cache.batchnorm.ivar));
    features = normalised.out;
  } else if (settings.norm == backprop::Norm::group) {
    auto normalised =
        backprop::group_norm_forward(features, parameters.gamma, parameters.beta, settings.groups);
    inside.least_variance = least(normalised.cache.ivar);
    features = normalised.out;
  }
  inside.before_relu.assign(features.begin(), features.end());
  inside.switches = inside.before_relu;
  add_leads(features, settings.pool, inside.switches);
  return inside;
}

// A net that fits a probe's images, which have C = d, H = t, W = m.
struct ConvNetSizes {
  std::size_t filters, height, width, classes;
  double norm;
  std::size_t groups;
  backprop::ConvParam conv;
  backprop::PoolParam pool;
};

// Not inlined: a literal that the calling half uses too would keep the names of probes in workers.
[[gnu::noinline]] ConvNetSizes sizes_of_net(const Probe& probe) {
  const bool second = probe.index == 1;
  if (probe.id == "batch-norm") return {3, 3, 2, 4, 1, 1, {1, 1}, {2, 3, 2}};
  if (probe.id == "batch-norm-one") return {2, 2, 2, 3, 1, 1, {1, 0}, {2, 2, 1}};
  if (probe.id == "group-norm") return {4, 2, 3, 3, 2, second ? 1u : 2u, {1, 1}, {2, 2, 2}};
  if (probe.id == "group-norm-one") return {4, 2, 2, 5, 2, second ? 4u : 2u, {1, 0}, {2, 1, 1}};
  if (probe.id == "overlapping-pools") return {2, 2, 2, 3, second ? 1.0 : 0.0, 1, {1, 1}, {3, 2, 1}};
  if (probe.id == "strides") return {3, 2, 3, 2, second ? 2.0 : 0.0, 3, {2, 1}, {1, 2, 1}};
  if (probe.id == "full-size") return {5, probe.t, probe.m, 3, second ? 1.0 : 0.0, 1, {1, 0}, {1, 1, 1}};
  if (probe.id == "narrow") return {1, 1, 2, 2, 0, 1, {1, 0}, {1, 2, 1}};
  if (probe.id == "square") return {4, 3, 3, 4, 0, 1, {1, 1}, {2, 2, 2}};
  return {3, 3, 2, 4, 0, 1, {1, 1}, {2, 2, 2}};
}

Tensor near_one(backprop::Rng& rng, std::size_t size) {
  Tensor result = random_normal(rng, {size}, 0.3);
  for (double& value : result.values) value += 1.0;
  return result;
}

Case draw_net(backprop::Rng& rng, const Probe& probe) {
  const auto [filters, height, width, classes, norm, groups, conv, pool] = sizes_of_net(probe);
  const std::size_t rows = backprop::windows_along("conv_net", probe.t, height, conv);
  const std::size_t columns = backprop::windows_along("conv_net", probe.m, width, conv);
  const auto pooled = backprop::pool_sizes("conv_net", rows, columns, pool);
  const std::size_t P = filters * pooled.height * pooled.width;
  const auto fan_in = static_cast<double>(probe.d * height * width);
  return {{{"x", random_normal(rng, {probe.n, probe.d, probe.t, probe.m}, probe.scale)},
           {"y", random_labels(rng, probe.n, classes)},
           {"w1", random_normal(rng, {filters, probe.d, height, width}, std::sqrt(2.0 / fan_in))},
           {"b1", random_normal(rng, {filters}, probe.scale)},
           {"gamma", near_one(rng, filters)},
           {"beta", random_normal(rng, {filters}, 0.5)},
           {"w2", random_normal(rng, {P, classes}, std::sqrt(2.0 / static_cast<double>(P)))},
           {"b2", random_normal(rng, {classes}, probe.scale)}},
          {{"norm", norm},
           {"groups", static_cast<double>(groups)},
           {"conv_stride", static_cast<double>(conv.stride)},
           {"pad", static_cast<double>(conv.pad)},
           {"pool_height", static_cast<double>(pool.height)},
           {"pool_width", static_cast<double>(pool.width)},
           {"pool_stride", static_cast<double>(pool.stride)}},
          norm == 1.0   ? "with batch normalisation"
          : norm == 2.0 ? "with group normalisation"
                        : ""};
}

// Draws again while a relu or a pool is so close to its kink that no difference quotient fits beside it, or
// while a norm is so steep that one would be too coarse.
Case sample(backprop::Rng& rng, const Probe& probe) {
  Case the_case = draw_net(rng, probe);
  for (int i = 0; i < kDrawsOfANet; ++i) {
    const ConvNetInside inside = look_inside_the_net(the_case);
    const double apart = kTooCloseToAKinkOfANet * std::min(probe.scale, 1.0);
    const bool clear = std::all_of(inside.switches.begin(), inside.switches.end(),
                                   [&](double value) { return std::abs(value) > apart; });
    if (clear && inside.least_variance > kTooSteepForANet) break;
    the_case = draw_net(rng, probe);
  }
  return the_case;
}

// Without weights and biases at the top all classes are equally likely.
[[gnu::noinline]] KnownAnswer all_classes_alike() {
  return {
      .source =
          "Stanford CS231n, assignment 2, ConvolutionalNetworks.ipynb: the first loss is about log K; it is "
          "exactly that where all scores are equal",
      .inputs = {{"x", linspace(-1, 1, {1, 1, 3, 4})},
                 {"y", {{1}, {2}}},
                 {"w1", linspace(-1, 2, {2, 1, 2, 2})},
                 {"b1", {{2}, {0.5, 0.25}}},
                 {"gamma", {{2}, {1, 1}}},
                 {"beta", {{2}, {0, 0}}},
                 {"w2", Tensor::filled({8, 3}, 0.0)},
                 {"b2", Tensor::filled({3}, 0.0)}},
      .attributes = {{"norm", 0},
                     {"groups", 1},
                     {"conv_stride", 1},
                     {"pad", 0},
                     {"pool_height", 1},
                     {"pool_width", 2},
                     {"pool_stride", 1}},
      .outputs = {{"loss", Tensor::scalar(std::log(3.0))}},
      .upstream = {{"loss", Tensor::scalar(3)}},
      .gradients = {{"x", Tensor::filled({1, 1, 3, 4}, 0.0)}, {"b2", {{3}, {1, 1, -2}}}}};
}

Probing probing() {
  return {.probes = {{.id = "unit", .n = 3, .d = 2, .m = 4, .t = 5, .cases = 1},
                     {.id = "small", .scale = 0.05, .n = 2, .d = 3, .m = 5, .t = 4, .cases = 1},
                     {.id = "large", .scale = 2.0, .n = 3, .d = 1, .m = 6, .t = 4, .cases = 1},
                     {.id = "batch-of-one", .n = 1, .d = 2, .m = 4, .t = 3, .cases = 1},
                     {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
                     {.id = "narrow", .n = 41, .d = 5, .m = 3, .t = 1, .cases = 1},
                     {.id = "batch-norm", .n = 3, .d = 2, .m = 5, .t = 4},
                     {.id = "batch-norm-one", .n = 1, .d = 2, .m = 4, .t = 3},
                     {.id = "group-norm", .n = 3, .d = 2, .m = 4, .t = 5},
                     {.id = "group-norm-one", .n = 1, .d = 2, .m = 4, .t = 3},
                     {.id = "overlapping-pools", .n = 3, .d = 2, .m = 4, .t = 3},
                     {.id = "strides", .n = 2, .d = 3, .m = 7, .t = 5},
                     {.id = "full-size", .n = 5, .d = 2, .m = 4, .t = 3}},
          .sample = sample,
          .switches = [](const Case& the_case) { return look_inside_the_net(the_case).switches; },
          .open_kinks = [](const Case& the_case) { return look_inside_the_net(the_case).before_relu; },
          .known_answers = {all_classes_alike()}};
}

}  // namespace
}  // namespace grader
