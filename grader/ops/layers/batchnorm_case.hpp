/// Shared by the ops of batch normalisation: inputs, cases, and the forward pass in both modes.
#pragma once

#include <algorithm>
#include <backprop/batchnorm.hpp>

#include "grader/ops/layers/normalisation.hpp"

namespace grader {

/// `out` is the output in training. `test_out` is the output for the same x in test mode afterwards, with the
/// updated running statistics.
inline Layer batch_normalisation(const std::string& summary) {
  return {.summary = summary,
          .inputs = {{"x", {"N", "D"}},
                     {"gamma", {"D"}},
                     {"beta", {"D"}},
                     fixed("running_mean", {"D"}),
                     fixed("running_var", {"D"})},
          .attributes = {{"eps", "added to the variance", 1e-12, 1.0},
                         {"momentum", "what the running statistics keep of themselves", 0.0, 1.0}},
          .outputs = {{"out", {"N", "D"}},
                      {"running_mean", {"D"}, false},
                      {"running_var", {"D"}, false},
                      {"test_out", {"N", "D"}, false}}};
}

/// The gradients of the step-by-step backward pass, by inputs and nodes.
inline Tensors batchnorm_gradients(const backprop::BatchnormSteps& steps) {
  return {{"x", from_xtensor(steps.dx)},       {"gamma", from_xtensor(steps.dgamma)},
          {"beta", from_xtensor(steps.dbeta)}, {"xhat", from_xtensor(steps.dxhat)},
          {"ivar", from_xtensor(steps.divar)}, {"sqrtvar", from_xtensor(steps.dsqrtvar)},
          {"var", from_xtensor(steps.dvar)},   {"sq", from_xtensor(steps.dsq)},
          {"xmu", from_xtensor(steps.dxmu)},   {"mu", from_xtensor(steps.dmu)}};
}

/// Returns a running statistic of a case. One that is 0 throughout is handed in empty, as before the first
/// batch.
inline backprop::Vector running_statistic(Arguments& inputs, const std::string& name) {
  backprop::Vector statistic = inputs.vector(name);
  const bool empty = std::ranges::all_of(statistic, [](double value) { return value == 0.0; });
  return empty ? backprop::Vector{} : statistic;
}

/// Runs both modes of the forward pass and either form of the backward pass.
inline Instance run_batchnorm(const Case& the_case,
                              Tensors (*backward)(const backprop::Matrix& dout,
                                                  const backprop::BatchnormCache& cache)) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  backprop::BatchnormParam param;
  param.eps = the_case.attributes.at("eps");
  param.momentum = the_case.attributes.at("momentum");
  param.running_mean = running_statistic(*inputs, "running_mean");
  param.running_var = running_statistic(*inputs, "running_var");
  const auto forward = [&] {
    return backprop::batchnorm_forward(inputs->matrix("x"), inputs->vector("gamma"), inputs->vector("beta"),
                                       param);
  };
  auto [out, cache] = forward();
  Tensors outputs = {{"out", from_xtensor(out)}};
  param.mode = backprop::Mode::test;
  outputs["test_out"] = from_xtensor(forward().out);
  // They come from after the test mode, which must leave them as they are.
  outputs["running_mean"] = from_xtensor(param.running_mean);
  outputs["running_var"] = from_xtensor(param.running_var);
  return instance_of(std::move(inputs), std::move(outputs),
                     [backward, kept = std::make_shared<const backprop::BatchnormCache>(std::move(cache))](
                         Arguments& upstream) { return backward(upstream.matrix("out"), *kept); });
}

// The rest belongs to the grader.

inline constexpr const char* kFirstBatch = "the running statistics are empty, as before the first batch";

inline Case sample_batchnorm(backprop::Rng& rng, const Probe& probe) {
  Tensor running_var = random_normal(rng, {probe.d});
  for (double& value : running_var.values) value = 0.5 + value * value;
  const bool first = probe.id == "first-batch";
  if (first) running_var = Tensor::filled({probe.d}, 0.0);
  return {{{"x", sample_spread(rng, probe, true)},
           {"gamma", sample_gamma(rng, probe)},
           {"beta", random_normal(rng, {probe.d})},
           {"running_mean", random_normal(rng, {probe.d}, first ? 0.0 : 1.0)},
           {"running_var", std::move(running_var)}},
          {{"eps", sample_eps(probe)}, {"momentum", probe.id == "tall" ? 0.5 : 0.9}},
          first ? kFirstBatch : ""};
}

inline Probing batchnorm_probing() {
  Probing probing{.probes = normalisation_probes(), .sample = sample_batchnorm};
  probing.probes.push_back({.id = "first-batch", .n = 6, .d = 3, .m = 2, .cases = 1});
  return probing;
}

}  // namespace grader
