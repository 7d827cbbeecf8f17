#include <backprop/temporal_affine.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op temporal_affine() {
  return {
      .name = "temporal_affine",
      .summary = "out = x w + b at every time step",
      .inputs = {{"x", {"N", "T", "D"}}, {"w", {"D", "M"}}, {"b", {"M"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "T", "M"}}},
      .functions = {"temporal_affine_forward", "temporal_affine_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) {
                  return backprop::temporal_affine_forward(in.tensor3("x"), in.matrix("w"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::TemporalAffineCache& cache) -> Tensors {
                  const auto [dx, dw, db] =
                      backprop::temporal_affine_backward(upstream.tensor3("out"), cache);
                  return {{"x", from_xtensor(dx)}, {"w", from_xtensor(dw)}, {"b", from_xtensor(db)}};
                });
          },
      .probes = sequence_probes_and({}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, {probe.n, probe.t, probe.d}, probe.scale)},
                 {"w", random_normal(rng, {probe.d, probe.m}, probe.scale)},
                 {"b", random_normal(rng, {probe.m}, probe.scale)}},
                {},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(temporal_affine, grader::temporal_affine())
