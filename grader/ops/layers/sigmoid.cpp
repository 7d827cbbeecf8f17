#include <backprop/sigmoid.hpp>

#include "grader/ops/layers/elementwise.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op sigmoid() {
  return {
      .name = "sigmoid",
      .summary = "z = 1 / (1 + e^-x), elementwise",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {},
      .outputs = {{"z", {"N", "D"}}},
      .functions = {"sigmoid_forward", "sigmoid_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "z", [](Arguments& in) { return backprop::sigmoid_forward(in.matrix("x")); },
                [](Arguments& upstream, const backprop::SigmoidCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::sigmoid_backward(upstream.matrix("z"), cache))}};
                });
          },
      .probes = saturating_probes(),
      .sample = sample_saturating,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(sigmoid, grader::sigmoid())
