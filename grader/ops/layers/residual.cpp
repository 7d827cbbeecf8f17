#include <backprop/residual.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// The hidden units' pre-activations x w1 + b1: their signs decide what the relu passes.
std::vector<double> pre_activations(const Case& the_case) {
  const backprop::Matrix hidden =
      backprop::matmul(to_matrix(the_case.inputs.at("x")), to_matrix(the_case.inputs.at("w1"))) +
      backprop::as_row(to_vector(the_case.inputs.at("b1")));
  return {hidden.begin(), hidden.end()};
}

Tensors backward(Arguments& upstream, const backprop::ResidualCache& cache) {
  const auto [dx, dw1, db1, dw2, db2] = backprop::residual_backward(upstream.matrix("out"), cache);
  return {{"x", from_xtensor(dx)},
          {"w1", from_xtensor(dw1)},
          {"b1", from_xtensor(db1)},
          {"w2", from_xtensor(dw2)},
          {"b2", from_xtensor(db2)}};
}

Op residual() {
  return {
      .name = "residual",
      .summary = "out = x + relu(x w1 + b1) w2 + b2",
      .inputs = {{"x", {"N", "D"}}, {"w1", {"D", "H"}}, {"b1", {"H"}}, {"w2", {"H", "D"}}, {"b2", {"D"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "D"}}},
      .chain = {{"w2", "b2"}, {"w1", "b1"}, {"x"}},
      .functions = {"residual_forward", "residual_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) {
                  return backprop::residual_forward(in.matrix("x"), in.matrix("w1"), in.vector("b1"),
                                                    in.matrix("w2"), in.vector("b2"));
                },
                backward);
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)},
                 {"w1", random_normal(rng, {probe.d, probe.m}, probe.scale)},
                 {"b1", random_normal(rng, {probe.m}, probe.scale)},
                 {"w2", random_normal(rng, {probe.m, probe.d}, probe.scale)},
                 {"b2", random_normal(rng, {probe.d}, probe.scale)}},
                {},
                {}};
      },
      .switches = pre_activations,
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(residual, grader::residual())
