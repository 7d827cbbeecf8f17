#include <backprop/leaky_relu.hpp>

#include "grader/ops/layers/gate.hpp"

BACKPROP_LAYER(leaky_relu)

namespace grader {
namespace {

Layer layer() {
  Layer layer = gate("out = x where x > 0, alpha x elsewhere", "out");
  layer.attributes = {{"alpha", "slope on the negative side", 0.0, 1.0}};
  return layer;
}

Probing probing() {
  Probing probing = kinked({{.source = "one element on each side",
                             .inputs = {{"x", {{1, 2}, {-4, 3}}}},
                             .attributes = {{"alpha", 0.25}},
                             .outputs = {{"out", {{1, 2}, {-1, 3}}}},
                             .upstream = {{"out", {{1, 2}, {8, 5}}}},
                             .gradients = {{"x", {{1, 2}, {2, 5}}}}}});
  probing.sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
    double alpha = probe.id == "large" ? 0.2 : 0.01;
    if (probe.id == "tall") alpha = probe.index == 0 ? 0.0 : 0.9;
    return {{{"x", sample_kinked(rng, probe)}}, {{"alpha", alpha}}};
  };
  return probing;
}

}  // namespace
}  // namespace grader
