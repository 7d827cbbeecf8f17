#include <backprop/tanh.hpp>

#include "grader/ops/layers/elementwise.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op tanh() {
  return {
      .name = "tanh",
      .summary = "z = tanh(x), elementwise",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {},
      .outputs = {{"z", {"N", "D"}}},
      .functions = {"tanh_forward", "tanh_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "z", [](Arguments& in) { return backprop::tanh_forward(in.matrix("x")); },
                [](Arguments& upstream, const backprop::TanhCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::tanh_backward(upstream.matrix("z"), cache))}};
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

BACKPROP_REGISTER_OP(tanh, grader::tanh())
