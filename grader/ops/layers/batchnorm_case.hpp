/// What the ops of batch normalisation share: inputs, cases, and the forward pass in both modes.
#pragma once

#include <backprop/batchnorm.hpp>

#include "grader/ops/layers/normalisation.hpp"

namespace grader {

inline std::vector<InputSpec> batchnorm_inputs() {
  return {{"x", {"N", "D"}},
          {"gamma", {"D"}},
          {"beta", {"D"}},
          {.name = "running_mean", .shape = {"D"}, .differentiable = false},
          {.name = "running_var", .shape = {"D"}, .differentiable = false}};
}

inline std::vector<AttributeSpec> batchnorm_attributes() {
  return {{"eps", "added to the variance", 1e-12, 1.0},
          {"momentum", "what the running statistics keep of themselves", 0.0, 1.0}};
}

/// `out` is that of training; `test_out` what the layer makes of the same x in test mode afterwards, with the running statistics
/// as they are then.
inline std::vector<OutputSpec> batchnorm_outputs() {
  return {{"out", {"N", "D"}},
          {"running_mean", {"D"}, false},
          {"running_var", {"D"}, false},
          {"test_out", {"N", "D"}, false}};
}

inline Case sample_batchnorm(backprop::Rng& rng, const Probe& probe) {
  Tensor running_var = random_normal(rng, {probe.d});
  for (double& value : running_var.values) value = 0.5 + value * value;
  return {{{"x", sample_spread(rng, probe, true)},
           {"gamma", sample_gamma(rng, probe)},
           {"beta", random_normal(rng, {probe.d})},
           {"running_mean", random_normal(rng, {probe.d})},
           {"running_var", std::move(running_var)}},
          {{"eps", sample_eps(probe)}, {"momentum", probe.id == "tall" ? 0.5 : 0.9}},
          {}};
}

/// The gradients of the step by step pass, by their inputs and nodes.
inline Tensors batchnorm_gradients(const backprop::BatchnormSteps& steps) {
  return {{"x", from_xtensor(steps.dx)},       {"gamma", from_xtensor(steps.dgamma)},
          {"beta", from_xtensor(steps.dbeta)}, {"xhat", from_xtensor(steps.dxhat)},
          {"ivar", from_xtensor(steps.divar)}, {"sqrtvar", from_xtensor(steps.dsqrtvar)},
          {"var", from_xtensor(steps.dvar)},   {"sq", from_xtensor(steps.dsq)},
          {"xmu", from_xtensor(steps.dxmu)},   {"mu", from_xtensor(steps.dmu)}};
}

/// backward(const Matrix& dout, const BatchnormCache&) -> Tensors of gradients.
template <class Back>
Instance run_batchnorm(const Case& the_case, Back backward) {
  backprop::BatchnormParam param;
  Tensors state;
  const auto forward = [&](Arguments& in) {
    param.eps = the_case.attributes.at("eps");
    param.momentum = the_case.attributes.at("momentum");
    param.running_mean = in.vector("running_mean");
    param.running_var = in.vector("running_var");
    auto result = backprop::batchnorm_forward(in.matrix("x"), in.vector("gamma"), in.vector("beta"), param);
    state = {{"running_mean", from_xtensor(param.running_mean)},
             {"running_var", from_xtensor(param.running_var)}};
    param.mode = backprop::Mode::test;
    state["test_out"] = from_xtensor(
        backprop::batchnorm_forward(in.matrix("x"), in.vector("gamma"), in.vector("beta"), param).out);
    return result;
  };
  Instance instance =
      run_layer(the_case, "out", forward,
                [backward](Arguments& upstream, const backprop::BatchnormCache& cache) -> Tensors {
                  return backward(upstream.matrix("out"), cache);
                });
  instance.outputs.merge(state);
  return instance;
}

}  // namespace grader
