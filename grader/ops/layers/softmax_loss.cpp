#include <backprop/softmax_loss.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.m};
  const Tensor x = probe.id == "extreme" ? random_choice(rng, shape, {-1000, -300, 0, 300, 1000})
                                         : random_normal(rng, shape, probe.scale);
  return {{{"x", x}, {"y", random_labels(rng, probe.n, probe.m)}}, {}, {}};
}

Op softmax_loss() {
  return {
      .name = "softmax_loss",
      .summary = "softmax and cross-entropy, averaged over the batch",
      .inputs = {{"x", {"N", "C"}}, {"y", {"N"}, false, true, "C"}},
      .attributes = {},
      .outputs = {{"loss", {}}},
      .functions = {"softmax_loss_forward", "softmax_loss_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "loss",
                [](Arguments& in) { return backprop::softmax_loss_forward(in.matrix("x"), in.labels("y")); },
                [](Arguments& upstream, const backprop::SoftmaxLossCache& cache) -> Tensors {
                  return {
                      {"x", from_xtensor(backprop::softmax_loss_backward(upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "extreme", .n = 6, .d = 3, .m = 4}}),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(softmax_loss, grader::softmax_loss())
