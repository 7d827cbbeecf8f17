#include <backprop/relu_in_place.hpp>

#include "grader/ops/layers/elementwise.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// Of either sign, and nowhere near 0, 1 or -1, so that no factor of scale can be left out unnoticed.
Tensor sample_scale(backprop::Rng& rng, std::size_t features) {
  Tensor scale = random_choice(rng, {features}, {-2.5, -1.75, -0.6, 0.4, 0.6, 1.75, 2.5});
  for (double& value : scale.values) value *= 1.0 + 0.1 * rng.uniform();
  return scale;
}

std::vector<double> pre_activations(const Case& the_case) {
  std::vector<double> result = the_case.inputs.at("x").values;
  const std::vector<double>& scale = the_case.inputs.at("scale").values;
  for (std::size_t i = 0; i < result.size(); ++i) result[i] *= scale[i % scale.size()];
  return result;
}

Op relu_in_place() {
  return {
      .name = "relu_in_place",
      .summary = "out = max(0, scale x), written over x",
      .inputs = {{"x", {"N", "D"}}, {"scale", {"D"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"relu_in_place_forward", "relu_in_place_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) {
                  return backprop::relu_in_place_forward(in.matrix("x"), in.vector("scale"));
                },
                [](Arguments& upstream, const backprop::ReluInPlaceCache& cache) -> Tensors {
                  const auto [dx, dscale] = backprop::relu_in_place_backward(upstream.matrix("out"), cache);
                  return {{"x", from_xtensor(dx)}, {"scale", from_xtensor(dscale)}};
                });
          },
      .probes = kinked_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", sample_kinked(rng, probe)}, {"scale", sample_scale(rng, probe.d)}}, {}, {}};
      },
      .switches = pre_activations,
      .nudges = nudged_off_zero,
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(relu_in_place, grader::relu_in_place())
