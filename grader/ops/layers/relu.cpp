#include <backprop/relu.hpp>

#include "grader/ops/layers/elementwise.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op relu() {
  return {
      .name = "relu",
      .summary = "out = max(0, x), elementwise",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"relu_forward", "relu_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out", [](Arguments& in) { return backprop::relu_forward(in.matrix("x")); },
                [](Arguments& upstream, const backprop::ReluCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::relu_backward(upstream.matrix("out"), cache))}};
                });
          },
      .probes = kinked_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", sample_kinked(rng, probe)}}, {}, {}};
      },
      .switches = [](const Case& the_case) { return the_case.inputs.at("x").values; },
      .nudges = nudged_off_zero,
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(relu, grader::relu())
