#include <backprop/spatial_batchnorm.hpp>

#include "grader/ops/layers/batchnorm_case.hpp"
#include "grader/ops/layers/spatial_normalisation.hpp"

BACKPROP_LAYER_BY_HAND(spatial_batchnorm)

namespace grader {
namespace {

// `test_out` is the output for the same x in test mode afterwards, with the updated running statistics.
Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  backprop::BatchnormParam param;
  param.eps = the_case.attributes.at("eps");
  param.momentum = the_case.attributes.at("momentum");
  param.running_mean = running_statistic(*inputs, "running_mean");
  param.running_var = running_statistic(*inputs, "running_var");
  const auto forward = [&] {
    return backprop::spatial_batchnorm_forward(inputs->tensor4("x"), inputs->vector("gamma"),
                                               inputs->vector("beta"), param);
  };
  auto [out, cache] = forward();
  Tensors outputs = {{"out", from_xtensor(out)}};
  param.mode = backprop::Mode::test;
  outputs["test_out"] = from_xtensor(forward().out);
  // They come from after the test mode, which must leave them as they are.
  outputs["running_mean"] = from_xtensor(param.running_mean);
  outputs["running_var"] = from_xtensor(param.running_var);
  return instance_of(
      std::move(inputs), std::move(outputs),
      [kept = std::make_shared<const backprop::SpatialBatchnormCache>(std::move(cache))](
          Arguments& upstream) -> Tensors {
        const auto [dx, dgamma, dbeta] = backprop::spatial_batchnorm_backward(upstream.tensor4("out"), *kept);
        return {{"x", from_xtensor(dx)}, {"gamma", from_xtensor(dgamma)}, {"beta", from_xtensor(dbeta)}};
      });
}

Layer layer() {
  return {.summary = "batch normalisation of each channel, over the batch and all pixels",
          .inputs = {{"x", images()},
                     {"gamma", {"C"}},
                     {"beta", {"C"}},
                     fixed("running_mean", {"C"}),
                     fixed("running_var", {"C"})},
          .attributes = {{"eps", "added to the variance", 1e-12, 1.0},
                         {"momentum", "what the running statistics keep of themselves", 0.0, 1.0}},
          .outputs = {{"out", images()},
                      {"running_mean", {"C"}, false},
                      {"running_var", {"C"}, false},
                      {"test_out", images(), false}}};
}

// "one-number" and "two-numbers" are about N H W, over which the mean runs.
Probing probing() {  // known answers: spatial_normalisation_test.cpp
  return {.probes = spatial_normalisation_probes_and(
              {{.id = "one-number", .n = 1, .d = 4, .m = 1, .t = 1},
               {.id = "two-numbers", .n = 1, .d = 3, .m = 2, .t = 1},
               {.id = "two-images", .n = 2, .d = 5, .m = 1, .t = 1},
               {.id = "first-batch", .n = 2, .d = 4, .m = 3, .t = 2, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            const bool first = probe.id == "first-batch";
            return {
                {{"x", sample_spread_images(rng, probe, [](std::size_t, std::size_t c) { return c; })},
                 {"gamma", sample_gamma(rng, probe)},
                 {"beta", random_normal(rng, {probe.d})},
                 {"running_mean", random_normal(rng, {probe.d}, first ? 0.0 : 1.0)},
                 {"running_var", first ? Tensor::filled({probe.d}, 0.0) : sample_running_var(rng, probe.d)}},
                {{"eps", sample_eps(probe)}, {"momentum", probe.id == "tall" ? 0.5 : 0.9}},
                first ? kFirstBatch : ""};
          }};
}

}  // namespace
}  // namespace grader
