#include <backprop/two_layer_net.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(two_layer_net)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "affine, relu, affine, softmax loss, and an L2 penalty on both weights",
          .inputs = {fixed("x", {"N", "D"}),
                     integers("y", {"N"}, "C"),
                     {"w1", {"D", "H"}},
                     {"b1", {"H"}},
                     {"w2", {"H", "C"}},
                     {"b2", {"C"}}},
          .attributes = {{"reg", "strength of the penalty", 0.0, 1e6}},
          .outputs = {{"loss", {}}},
          .chain = {{"w2", "b2"}, {"w1", "b1"}}};
}

constexpr std::size_t kHidden = 8;

// The pre-activations of the hidden units, x w1 + b1. Their signs decide what the relu passes.
std::vector<double> pre_activations(const Case& the_case) {
  const backprop::Matrix hidden =
      backprop::matmul(to_matrix(the_case.inputs.at("x")), to_matrix(the_case.inputs.at("w1"))) +
      backprop::as_row(to_vector(the_case.inputs.at("b1")));
  return {hidden.begin(), hidden.end()};
}

// No unit fires in "all-off": the top bias and the penalties have gradients all the same.
Tensor hidden_biases(backprop::Rng& rng, const Probe& probe, std::size_t size) {
  Tensor result = random_normal(rng, {size}, probe.scale);
  for (double& bias : result.values) bias -= probe.id == "all-off" ? 100.0 : 0.0;
  return result;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const std::size_t hidden = probe.id == "square" ? probe.d : probe.id == "narrow" ? 1 : kHidden;
  Tensor x = random_normal(rng, {probe.n, probe.d}, probe.scale);
  // Every second example: its hidden units still have their biases.
  for (std::size_t i = 0; probe.id == "blank-examples" && i < x.values.size(); ++i) {
    if (i / probe.d % 2 == 0) x.values[i] = 0.0;
  }
  return {{{"x", std::move(x)},
           {"y", random_labels(rng, probe.n, probe.m)},
           {"w1", random_normal(rng, {probe.d, hidden}, probe.scale)},
           {"b1", hidden_biases(rng, probe, hidden)},
           {"w2", random_normal(rng, {hidden, probe.m}, probe.scale)},
           {"b2", random_normal(rng, {probe.m}, probe.scale)}},
          {{"reg", probe.id == "unit" ? 0.0 : 0.1 + rng.uniform()}}};
}

// N = 3, D = 5, H = 50, C = 7. x is linspace over (D, N), transposed.
KnownAnswer published(double reg, double loss) {
  const Tensor columns = linspace(-5.5, 4.5, {5, 3});
  Tensor x = Tensor::filled({3, 5}, 0.0);
  for (std::size_t n = 0; n < 3; ++n) {
    for (std::size_t d = 0; d < 5; ++d) x.values[n * 5 + d] = columns.values[d * 3 + n];
  }
  return {.source = "Stanford CS231n, assignment 1, two_layer_net.ipynb",
          .inputs = {{"x", x},
                     {"y", {{3}, {0, 5, 1}}},
                     {"w1", linspace(-0.7, 0.3, {5, 50})},
                     {"b1", linspace(-0.1, 0.9, {50})},
                     {"w2", linspace(-0.3, 0.4, {50, 7})},
                     {"b2", linspace(-0.9, 0.1, {7})}},
          .attributes = {{"reg", reg}},
          .outputs = {{"loss", Tensor::scalar(loss)}},
          .tolerance = 1e-10};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "blank-examples", .n = 5, .d = 3, .m = 4, .cases = 1},
                                         {.id = "all-off", .n = 4, .d = 3, .m = 4, .cases = 1}}),
          .sample = sample,
          .switches = pre_activations,
          .open_kinks = pre_activations,
          .known_answers = {published(0.0, 3.4702243556), published(1.0, 26.5948426952)}};
}

}  // namespace
}  // namespace grader
