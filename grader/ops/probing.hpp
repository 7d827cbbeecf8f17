/// What the grader alone knows of an op: the regimes in which a layer is tried, and values that are known to
/// be right. None of it is in a worker.
#pragma once

#include <backprop/rng.hpp>
#include <functional>
#include <string>
#include <vector>

#include "grader/ops/layer.hpp"
#include "grader/ops/probe.hpp"

namespace grader {

/// Values that others have published, or that follow from a line of arithmetic: the reference is held against
/// them.
struct KnownAnswer {
  /// Who published it and where, or the arithmetic.
  std::string source;
  Tensors inputs;
  Attributes attributes = {};
  /// Those outputs that are known.
  Tensors outputs = {};
  /// With it come the gradients that are known.
  Tensors upstream = {};
  Tensors gradients = {};
  /// What an element may be off by: half a unit of the last digit that was published.
  double tolerance = 1e-14;
};

struct Probing {
  std::vector<Probe> probes = standard_probes();
  /// A case of the given probe. Where empty, the inputs are random normals of the probe's scale, and labels.
  std::function<Case(backprop::Rng&, const Probe&)> sample = {};
  /// Changes the random upstream gradients of a case of this probe: none but at the last time step, say.
  std::function<void(const Probe&, Tensors& upstream)> shape_upstream = {};
  /// The quantities whose signs decide which branch each element takes, x for relu. Where one of them is 0
  /// the case sits on a kink, and no difference quotient may straddle it: needed wherever the gradient jumps,
  /// or its slope. Empty: the op is smooth.
  std::function<std::vector<double>(const Case&)> switches = {};
  /// For a case on a kink: the case moved off it by a hair, to every side that matters. The right gradients
  /// lie between those of the moved cases, element by element. Empty: the gradient does not jump.
  std::function<std::vector<Case>(const Case&)> nudges = {};
  std::vector<KnownAnswer> known_answers = {};
};

/// What samples a case where an op has no sampler of its own: each input in turn.
Case sample_normal(const Layer& layer, backprop::Rng& rng, const Probe& probe);

/// numpy's linspace, row by row: the inputs of many published values. Both ends are included.
Tensor linspace(double first, double last, Shape shape);

}  // namespace grader
