/// What only the grader knows about an op: the regimes in which a layer is tried, and values known to be
/// right. A worker contains none of it.
#pragma once

#include <backprop/rng.hpp>
#include <functional>
#include <string>
#include <vector>

#include "grader/ops/layer.hpp"
#include "grader/ops/probe.hpp"

namespace grader {

/// Values that others have published or that simple arithmetic gives. The reference is checked against them.
struct KnownAnswer {
  /// The publication, or the arithmetic.
  std::string source;
  Tensors inputs;
  Attributes attributes = {};
  /// The outputs that are known.
  Tensors outputs = {};
  /// The upstream gradients that give the known `gradients`.
  Tensors upstream = {};
  Tensors gradients = {};
  /// The largest allowed error of an element: half a unit of the last published digit.
  double tolerance = 1e-14;
};

struct Probing {
  std::vector<Probe> probes = standard_probes();
  /// Samples a case of the given probe. When empty, the inputs are random normals of the probe's scale, and
  /// random labels.
  std::function<Case(backprop::Rng&, const Probe&)> sample = {};
  /// Changes the random upstream gradients of a case, for example so that all but the last time step's are 0.
  std::function<void(const Probe&, Tensors& upstream)> shape_upstream = {};
  /// Returns the quantities whose signs decide which branch each element takes, such as x for relu. When one
  /// of them is 0, the case lies on a kink. No difference quotient may cross a change of sign. Set it when
  /// the gradient or its slope jumps somewhere. Empty for a smooth op.
  std::function<std::vector<double>(const Case&)> switches = {};
  /// Returns the cases next to a case on a kink, moved off it slightly to every side that matters. Each
  /// element of a right gradient lies between its values in the moved cases. Empty when the gradient does not
  /// jump, and where there are open kinks.
  std::function<std::vector<Case>(const Case&)> nudges = {};
  /// Returns those switches of a net at whose 0 a case has more than one right answer, and nobody says
  /// between which they lie. Empty when there are none.
  std::function<std::vector<double>(const Case&)> open_kinks = {};
  std::vector<KnownAnswer> known_answers = {};
  /// Returns the gradients when each weight of each softmax inside is multiplied by a `factor()` of its own
  /// before the backward pass. So it is told what terms cancel there: the weights' gradients add up to 0, and
  /// no sign of the upstream gradient shows how large they are. Empty for an op without such weights.
  std::function<Tensors(const Case&, const Tensors& upstream, const std::function<double()>& factor)>
      with_weights_times = {};
};

/// Samples a case for an op without a sampler of its own, one input after another.
Case sample_normal(const Layer& layer, backprop::Rng& rng, const Probe& probe);

/// Returns numpy's linspace, row by row; both ends are included. Many published inputs are made this way.
Tensor linspace(double first, double last, Shape shape);

}  // namespace grader
