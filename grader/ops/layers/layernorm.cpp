#include <backprop/layernorm.hpp>

#include "grader/ops/layers/normalisation.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op layernorm() {
  return {
      .name = "layernorm",
      .summary = "out = gamma (x - mean) / sqrt(variance + eps) + beta, each row by itself",
      .inputs = {{"x", {"N", "D"}}, {"gamma", {"D"}}, {"beta", {"D"}}},
      .attributes = {{"eps", "added to the variance", 1e-12, 1.0}},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"layernorm_forward", "layernorm_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [&](Arguments& in) {
                  return backprop::layernorm_forward(in.matrix("x"), in.vector("gamma"), in.vector("beta"),
                                                     the_case.attributes.at("eps"));
                },
                [](Arguments& upstream, const backprop::LayernormCache& cache) -> Tensors {
                  const auto [dx, dgamma, dbeta] =
                      backprop::layernorm_backward(upstream.matrix("out"), cache);
                  return {{"x", from_xtensor(dx)},
                          {"gamma", from_xtensor(dgamma)},
                          {"beta", from_xtensor(dbeta)}};
                });
          },
      .probes = normalisation_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", sample_spread(rng, probe, false)},
                 {"gamma", sample_gamma(rng, probe)},
                 {"beta", random_normal(rng, {probe.d})}},
                {{"eps", sample_eps(probe)}},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(layernorm, grader::layernorm())
