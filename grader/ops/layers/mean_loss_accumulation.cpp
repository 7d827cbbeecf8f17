#include <backprop/mean_loss_accumulation.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// How many examples each micro-batch has. "equal" is the one kind of cut that forgives a wrong weighting.
Tensor sample_counts(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "equal") return {{3}, {4, 4, 4}};
  if (probe.id == "short-last") return {{4}, {5, 5, 5, 2}};
  if (probe.id == "very-unequal") return {{3}, {1, 17, 2}};
  std::vector<double> counts;
  for (std::size_t rest = probe.n; rest > 0;) {
    const std::size_t count = 1 + rng.index(rest);
    counts.push_back(static_cast<double>(count));
    rest -= count;
  }
  return {{counts.size()}, counts};
}

Op mean_loss_accumulation() {
  return {
      .name = "mean_loss_accumulation",
      .summary = "half the mean squared error of x w - y, its gradient accumulated over micro-batches",
      .inputs = {{.name = "x", .shape = {"N", "D"}, .differentiable = false},
                 {.name = "y", .shape = {"N"}, .differentiable = false},
                 {"w", {"D"}},
                 {.name = "counts", .shape = {"K"}, .differentiable = false, .integer = true}},
      .attributes = {},
      .outputs = {{"loss", {}}},
      .functions = {"mean_loss_accumulation_forward", "mean_loss_accumulation_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "loss",
                [](Arguments& in) {
                  return backprop::mean_loss_accumulation_forward(in.matrix("x"), in.vector("y"),
                                                                  in.vector("w"), in.labels("counts"));
                },
                [](Arguments& upstream, const backprop::MeanLossAccumulationCache& cache) -> Tensors {
                  return {{"w", from_xtensor(backprop::mean_loss_accumulation_backward(
                                    upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "equal", .n = 12, .d = 4, .m = 3},
                                     {.id = "short-last", .n = 17, .d = 3, .m = 4},
                                     {.id = "very-unequal", .n = 20, .d = 5, .m = 3}}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)},
                 {"y", random_normal(rng, {probe.n}, probe.scale)},
                 {"w", random_normal(rng, {probe.d}, probe.scale)},
                 {"counts", sample_counts(rng, probe)}},
                {},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(mean_loss_accumulation, grader::mean_loss_accumulation())
