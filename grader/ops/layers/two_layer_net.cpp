#include <backprop/two_layer_net.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kHidden = 8;

// The hidden units' pre-activations x w1 + b1: their signs decide what the relu passes.
std::vector<double> pre_activations(const Case& the_case) {
  const backprop::Matrix hidden =
      backprop::matmul(to_matrix(the_case.inputs.at("x")), to_matrix(the_case.inputs.at("w1"))) +
      backprop::as_row(to_vector(the_case.inputs.at("b1")));
  return {hidden.begin(), hidden.end()};
}

Op two_layer_net() {
  return {
      .name = "two_layer_net",
      .summary = "affine, relu, affine, softmax loss, and an L2 penalty on both weights",
      .inputs = {{.name = "x", .shape = {"N", "D"}, .differentiable = false},
                 {"y", {"N"}, false, true, "C"},
                 {"w1", {"D", "H"}},
                 {"b1", {"H"}},
                 {"w2", {"H", "C"}},
                 {"b2", {"C"}}},
      .attributes = {{"reg", "strength of the penalty", 0.0, 1e6}},
      .outputs = {{"loss", {}}},
      .chain = {{"w2", "b2"}, {"w1", "b1"}},
      .functions = {"two_layer_net_forward", "two_layer_net_backward"},
      .start =
          [](const Case& the_case) {
            const double reg = the_case.attributes.at("reg");
            return run_layer(
                the_case, "loss",
                [reg](Arguments& in) {
                  return backprop::two_layer_net_forward(
                      in.matrix("x"), in.labels("y"),
                      {in.matrix("w1"), in.vector("b1"), in.matrix("w2"), in.vector("b2")}, reg);
                },
                [](Arguments& upstream, const backprop::TwoLayerCache& cache) -> Tensors {
                  const auto [dw1, db1, dw2, db2] =
                      backprop::two_layer_net_backward(upstream.number("loss"), cache);
                  return {{"w1", from_xtensor(dw1)},
                          {"b1", from_xtensor(db1)},
                          {"w2", from_xtensor(dw2)},
                          {"b2", from_xtensor(db2)}};
                });
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)},
                 {"y", random_labels(rng, probe.n, probe.m)},
                 {"w1", random_normal(rng, {probe.d, kHidden}, probe.scale)},
                 {"b1", random_normal(rng, {kHidden}, probe.scale)},
                 {"w2", random_normal(rng, {kHidden, probe.m}, probe.scale)},
                 {"b2", random_normal(rng, {probe.m}, probe.scale)}},
                {{"reg", probe.id == "unit" ? 0.0 : 0.1 + rng.uniform()}},
                {}};
      },
      .switches = pre_activations,
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(two_layer_net, grader::two_layer_net())
