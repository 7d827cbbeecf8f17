#include <backprop/batchnorm.hpp>

#include "grader/ops/layers/batchnorm_case.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Tensors backward(const backprop::Matrix& dout, const backprop::BatchnormCache& cache) {
  return batchnorm_gradients(backprop::batchnorm_backward(dout, cache));
}

Op batchnorm() {
  return {
      .name = "batchnorm",
      .summary =
          "out = gamma (x - mean) / sqrt(variance + eps) + beta, over the batch; backward node by node",
      .inputs = batchnorm_inputs(),
      .attributes = batchnorm_attributes(),
      .outputs = batchnorm_outputs(),
      .nodes = {{"xhat", {"N", "D"}},
                {"ivar", {"D"}},
                {"sqrtvar", {"D"}},
                {"var", {"D"}},
                {"sq", {"N", "D"}},
                {"xmu", {"N", "D"}},
                {"mu", {"D"}}},
      .chain = {{"xhat"}, {"ivar"}, {"sqrtvar"}, {"var"}, {"sq"}, {"xmu"}, {"mu"}, {"x"}},
      .functions = {"batchnorm_forward", "batchnorm_backward"},
      .start = [](const Case& the_case) { return run_batchnorm(the_case, backward); },
      .probes = normalisation_probes(),
      .sample = sample_batchnorm,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(batchnorm, grader::batchnorm())
