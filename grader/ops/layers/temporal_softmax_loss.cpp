#include <backprop/temporal_softmax_loss.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// Where a step of a sequence counts. Sequences end at different times; in "silent-sequence" one has no step that counts, in
// "silent-step" one step counts in no sequence. In "unit" and "one-step" every step counts.
Tensor sample_mask(backprop::Rng& rng, const Probe& probe) {
  Tensor mask = Tensor::filled({probe.n, probe.t}, 1.0);
  if (probe.id == "unit" || probe.id == "one-step") return mask;
  for (std::size_t n = 0; n < probe.n; ++n) {
    const std::size_t length = 1 + rng.index(probe.t);
    for (std::size_t t = 0; t < probe.t; ++t) {
      const bool silent = (probe.id == "silent-sequence" && n == 1) || (probe.id == "silent-step" && t == 1);
      mask.values[n * probe.t + t] = t < length && !silent ? 1.0 : 0.0;
    }
  }
  return mask;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.t, probe.m};
  const Tensor x = probe.id == "extreme" ? random_choice(rng, shape, {-1000, -300, 0, 300, 1000})
                                         : random_normal(rng, shape, probe.scale);
  return {{{"x", x}, {"y", random_tokens(rng, probe.n, probe.t, probe.m)}, {"mask", sample_mask(rng, probe)}},
          {},
          {}};
}

Op temporal_softmax_loss() {
  return {
      .name = "temporal_softmax_loss",
      .summary =
          "softmax and cross-entropy at every time step that the mask lets count, averaged over the batch",
      .inputs = {{"x", {"N", "T", "V"}},
                 {"y", {"N", "T"}, false, true, "V"},
                 {.name = "mask", .shape = {"N", "T"}, .differentiable = false}},
      .attributes = {},
      .outputs = {{"loss", {}}},
      .functions = {"temporal_softmax_loss_forward", "temporal_softmax_loss_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "loss",
                [](Arguments& in) {
                  return backprop::temporal_softmax_loss_forward(in.tensor3("x"), in.label_matrix("y"),
                                                                 in.matrix("mask"));
                },
                [](Arguments& upstream, const backprop::TemporalSoftmaxLossCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::temporal_softmax_loss_backward(upstream.number("loss"),
                                                                                      cache))}};
                });
          },
      .probes = sequence_probes_and({{.id = "padded", .n = 5, .d = 3, .m = 4, .t = 6},
                                     {.id = "silent-sequence", .n = 3, .d = 2, .m = 4, .t = 5},
                                     {.id = "silent-step", .n = 4, .d = 2, .m = 3, .t = 5},
                                     {.id = "extreme", .n = 3, .d = 2, .m = 4, .t = 5}}),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(temporal_softmax_loss, grader::temporal_softmax_loss())
