#include <backprop/batchnorm_alt.hpp>

#include "grader/ops/layers/batchnorm_case.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Tensors backward(const backprop::Matrix& dout, const backprop::BatchnormCache& cache) {
  const auto [dx, dgamma, dbeta] = backprop::batchnorm_backward_alt(dout, cache);
  return {{"x", from_xtensor(dx)}, {"gamma", from_xtensor(dgamma)}, {"beta", from_xtensor(dbeta)}};
}

Op batchnorm_alt() {
  return {
      .name = "batchnorm_alt",
      .summary = "batch normalisation, with the backward pass in closed form",
      .inputs = batchnorm_inputs(),
      .attributes = batchnorm_attributes(),
      .outputs = batchnorm_outputs(),
      .functions = {"batchnorm_backward_alt"},
      .start = [](const Case& the_case) { return run_batchnorm(the_case, backward); },
      .probes = normalisation_probes(),
      .sample = sample_batchnorm,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(batchnorm_alt, grader::batchnorm_alt())
