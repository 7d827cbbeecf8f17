/// Shared by the update rules: a parameter, its gradient, and the state of a rule after some steps.
#pragma once

#include <string>

#include "grader/ops/call.hpp"

namespace grader {

/// Describes a rule that keeps one tensor of w's shape for each name in `state`. `settings` follow the
/// learning rate. The config for the next step has the same settings, except a count of steps, which is
/// state.
inline Layer update_rule(const std::string& summary, const std::vector<std::string>& state,
                         std::vector<AttributeSpec> settings) {
  const std::vector<std::string> shape = {"N", "D"};
  Layer layer{.summary = summary,
              .inputs = {fixed("w", shape), fixed("dw", shape)},
              .attributes = {{"learning_rate", "length of a step", 0.0, 1e3}},
              .outputs = {{"next_w", shape}}};
  for (AttributeSpec& setting : settings) layer.attributes.push_back(std::move(setting));
  for (const AttributeSpec& setting : layer.attributes) {
    if (!setting.whole) layer.outputs.push_back({"next_" + setting.name, {}});
  }
  for (const std::string& name : state) {
    layer.inputs.push_back(fixed(name, shape));
    layer.outputs.push_back({"next_" + name, shape});
  }
  return layer;
}

// The rest belongs to the grader.

/// The standard sizes and scales; a first step, with a state of zeros; gradients so small that an epsilon of
/// 1e-8 counts; large gradients; a gradient of 0, where only the state moves; and fainter gradients yet, at a
/// weight of 0, on which they are seen.
inline std::vector<Probe> update_probes() {
  return standard_probes_and({{.id = "first-step", .n = 3, .d = 4, .m = 2},
                              {.id = "tiny-gradient", .scale = 1e-7, .n = 4, .d = 6, .m = 2},
                              {.id = "huge-gradient", .scale = 1e3, .n = 5, .d = 2, .m = 2},
                              {.id = "no-gradient", .scale = 0.0, .n = 3, .d = 5, .m = 2},
                              {.id = "faint-gradient", .scale = 1e-12, .n = 3, .d = 4, .m = 2, .cases = 1}});
}

/// Returns w and dw.
inline Tensors sample_update(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.d};
  const double of_weights = probe.id == "faint-gradient" ? 0.0 : 1.0;
  return {{"w", random_normal(rng, shape, of_weights)}, {"dw", random_normal(rng, shape, probe.scale)}};
}

/// Returns a plausible running mean of gradients or of their squares, and zeros before the first step. When
/// the gradient is tiny the state is tiny too, as if the gradient had been tiny for a while.
inline Tensor sample_state(backprop::Rng& rng, const Probe& probe, bool of_squares) {
  const bool fresh = probe.id == "first-step";
  const double size = fresh ? 0.0 : probe.id == "no-gradient" ? 1.0 : probe.scale;
  Tensor state = random_normal(rng, {probe.n, probe.d}, size);
  for (double& value : state.values) value = of_squares ? value * value : 0.5 * value;
  return state;
}

/// Returns a length of a step: a usual one, or one with which a faint gradient moves something.
inline double sample_learning_rate(backprop::Rng& rng, const Probe& probe) {
  const double usual = 0.001 + rng.uniform();
  return probe.id == "faint-gradient" ? 900.0 : usual;
}

/// Returns the usual epsilon, and in the second case of some probes a large one.
inline double sample_epsilon(const Probe& probe) {
  if (probe.index == 1 && (probe.id == "small" || probe.id == "large")) return 1e-3;
  if (probe.index == 1 && (probe.id == "tall" || probe.id == "first-step")) return 1.0;
  return 1e-8;
}

/// The published values of CS231n start from w and dw like these, with `state` besides.
inline Tensors published_update(Tensors state) {
  state["w"] = linspace(-0.4, 0.6, {4, 5});
  state["dw"] = linspace(-0.6, 0.4, {4, 5});
  return state;
}
inline constexpr const char* kPublishedUpdates =
    "Stanford CS231n, assignment 2, FullyConnectedNets.ipynb; eight digits after the point";

}  // namespace grader
