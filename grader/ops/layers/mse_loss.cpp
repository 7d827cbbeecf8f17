#include <backprop/mse_loss.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op mse_loss() {
  return {
      .name = "mse_loss",
      .summary = "loss = 1/(N D) sum (x - y)^2",
      .inputs = {{"x", {"N", "D"}}, {.name = "y", .shape = {"N", "D"}, .differentiable = false}},
      .attributes = {},
      .outputs = {{"loss", {}}},
      .functions = {"mse_loss_forward", "mse_loss_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "loss",
                [](Arguments& in) { return backprop::mse_loss_forward(in.matrix("x"), in.matrix("y")); },
                [](Arguments& upstream, const backprop::MseLossCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::mse_loss_backward(upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)},
                 {"y", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
                {},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(mse_loss, grader::mse_loss())
