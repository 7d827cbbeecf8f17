#include <backprop/affine.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op affine() {
  return {
      .name = "affine",
      .summary = "out = x w + b",
      .inputs = {{"x", {"N", "D"}}, {"w", {"D", "M"}}, {"b", {"M"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "M"}}},
      .functions = {"affine_forward", "affine_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) {
                  return backprop::affine_forward(in.matrix("x"), in.matrix("w"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::AffineCache& cache) -> Tensors {
                  const auto [dx, dw, db] = backprop::affine_backward(upstream.matrix("out"), cache);
                  return {{"x", from_xtensor(dx)}, {"w", from_xtensor(dw)}, {"b", from_xtensor(db)}};
                });
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)},
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

BACKPROP_REGISTER_OP(affine, grader::affine())
