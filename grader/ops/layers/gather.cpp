#include <backprop/gather.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor a = random_labels(rng, probe.n, probe.m);
  if (probe.id == "one-action") a = Tensor::filled(a.shape, static_cast<double>(rng.index(probe.m)));
  return {{{"q", random_normal(rng, {probe.n, probe.m}, probe.scale)}, {"a", std::move(a)}}, {}, {}};
}

Op gather() {
  return {
      .name = "gather",
      .summary = "out = the element of each row of q that stands in the column of its action",
      .inputs = {{"q", {"N", "A"}}, {"a", {"N"}, false, true, "A"}},
      .attributes = {},
      .outputs = {{"out", {"N"}}},
      .functions = {"gather_forward", "gather_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) { return backprop::gather_forward(in.matrix("q"), in.labels("a")); },
                [](Arguments& upstream, const backprop::GatherCache& cache) -> Tensors {
                  return {{"q", from_xtensor(backprop::gather_backward(upstream.vector("out"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "one-action", .n = 7, .d = 3, .m = 4}}),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(gather, grader::gather())
