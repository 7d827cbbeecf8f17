#include <backprop/log_softmax.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op log_softmax() {
  return {
      .name = "log_softmax",
      .summary = "out = log of the softmax of each row",
      .inputs = {{"x", {"N", "C"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "C"}}},
      .functions = {"log_softmax_forward", "log_softmax_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out", [](Arguments& in) { return backprop::log_softmax_forward(in.matrix("x")); },
                [](Arguments& upstream, const backprop::LogSoftmaxCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::log_softmax_backward(upstream.matrix("out"), cache))}};
                });
          },
      .probes = standard_probes_and(
          {{.id = "confident", .n = 5, .d = 3, .m = 4}, {.id = "extreme", .n = 6, .d = 3, .m = 4}}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        const Shape shape = {probe.n, probe.m};
        if (probe.id == "confident")
          return {{{"x", random_choice(rng, shape, {-40, -20, 0, 20, 40})}}, {}, {}};
        if (probe.id == "extreme")
          return {{{"x", random_choice(rng, shape, {-1000, -300, 0, 300, 1000})}}, {}, {}};
        return {{{"x", random_normal(rng, shape, probe.scale)}}, {}, {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(log_softmax, grader::log_softmax())
