/// Inputs of the update rules: a parameter, its gradient, and the state of a rule that has been at work for a while.
#pragma once

#include "grader/ops/layer.hpp"

namespace grader {

inline InputSpec no_gradient(const std::string& name) {
  return {.name = name, .shape = {"N", "D"}, .differentiable = false};
}

inline AttributeSpec learning_rate() { return {"learning_rate", "length of a step", 0.0, 1e3}; }

/// The standard sizes and scales; a first step, whose state is zeros; gradients so small that an epsilon of 1e-8 counts; large
/// ones; and no gradient at all, where only the state moves.
inline std::vector<Probe> update_probes() {
  return standard_probes_and({{.id = "first-step", .n = 3, .d = 4, .m = 2},
                              {.id = "tiny-gradient", .scale = 1e-7, .n = 4, .d = 6, .m = 2},
                              {.id = "huge-gradient", .scale = 1e3, .n = 5, .d = 2, .m = 2},
                              {.id = "no-gradient", .scale = 0.0, .n = 3, .d = 5, .m = 2}});
}

/// w and dw.
inline Tensors sample_update(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.d};
  return {{"w", random_normal(rng, shape)}, {"dw", random_normal(rng, shape, probe.scale)}};
}

/// A running mean of gradients, or of their squares, as it may have become; zeros before the first step. Where the gradient is
/// tiny the state is, too: it has been so for a while.
inline Tensor sample_state(backprop::Rng& rng, const Probe& probe, bool of_squares) {
  const bool fresh = probe.id == "first-step";
  const double size = fresh ? 0.0 : probe.id == "no-gradient" ? 1.0 : probe.scale;
  Tensor state = random_normal(rng, {probe.n, probe.d}, size);
  for (double& value : state.values) value = of_squares ? value * value : 0.5 * value;
  return state;
}

}  // namespace grader
