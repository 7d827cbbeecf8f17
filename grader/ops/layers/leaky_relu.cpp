#include <backprop/leaky_relu.hpp>

#include "grader/ops/layers/elementwise.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op leaky_relu() {
  return {
      .name = "leaky_relu",
      .summary = "out = x where x > 0, alpha x elsewhere",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {{"alpha", "slope on the negative side", 0.0, 1.0}},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"leaky_relu_forward", "leaky_relu_backward"},
      .start =
          [](const Case& the_case) {
            const double alpha = the_case.attributes.at("alpha");
            return run_layer(
                the_case, "out",
                [alpha](Arguments& in) { return backprop::leaky_relu_forward(in.matrix("x"), alpha); },
                [](Arguments& upstream, const backprop::LeakyReluCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::leaky_relu_backward(upstream.matrix("out"), cache))}};
                });
          },
      .probes = kinked_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", sample_kinked(rng, probe)}}, {{"alpha", probe.id == "large" ? 0.2 : 0.01}}, {}};
      },
      .switches = [](const Case& the_case) { return the_case.inputs.at("x").values; },
      .nudges = nudged_off_zero,
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(leaky_relu, grader::leaky_relu())
