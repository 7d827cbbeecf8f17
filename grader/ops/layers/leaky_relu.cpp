#include <backprop/leaky_relu.hpp>

#include <iterator>

#include "grader/ops/layers/gate.hpp"

BACKPROP_LAYER(leaky_relu)

namespace grader {
namespace {

Layer layer() {
  Layer layer = gate("out = x where x > 0, alpha x elsewhere", "out");
  layer.attributes = {{"alpha", "slope on the negative side", 0.0, 1.0}};
  return layer;
}

constexpr double kFaintSlopes[] = {1e-6, 1e-9, 1e-12, 1e-18};

bool is_faint_slope(const Probe& probe) { return probe.id == "faint-slope"; }

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
    if (is_faint_slope(probe)) alpha = kFaintSlopes[probe.index % std::size(kFaintSlopes)];
    return {{{"x", sample_kinked(rng, probe)}}, {{"alpha", alpha}}};
  };
  // What such a slope leaves must be right relative to itself, so that the upstream gradient is large.
  probing.shape_upstream = [](const Probe& probe, Tensors& upstream) {
    if (!is_faint_slope(probe)) return;
    for (double& value : upstream.at("out").values) value /= kFaintSlopes[std::size(kFaintSlopes) - 1];
  };
  probing.probes.push_back({.id = "faint-slope", .n = 4, .d = 5, .m = 3, .cases = std::size(kFaintSlopes)});
  return probing;
}

}  // namespace
}  // namespace grader
