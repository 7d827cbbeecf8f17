#include <backprop/dropout_redraw.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op dropout_redraw() {
  return {
      .name = "dropout_redraw",
      .summary = "out = mask x / keep, with a mask that is drawn once more in the backward pass",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {{"keep", "probability to keep an element", 1e-3, 1.0},
                     {"seed", "of the generator", 0, 0x1p53, true}},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"dropout_redraw_forward", "dropout_redraw_backward"},
      .start =
          [](const Case& the_case) {
            backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
            return run_layer(
                the_case, "out",
                [&](Arguments& in) {
                  return backprop::dropout_redraw_forward(in.matrix("x"), the_case.attributes.at("keep"),
                                                          rng);
                },
                [](Arguments& upstream, const backprop::DropoutRedrawCache& cache) -> Tensors {
                  return {
                      {"x", from_xtensor(backprop::dropout_redraw_backward(upstream.matrix("out"), cache))}};
                });
          },
      .probes = standard_probes_and(
          {{.id = "keep-all", .n = 5, .d = 4, .m = 3}, {.id = "keep-few", .n = 7, .d = 9, .m = 3}}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        const double keep = probe.id == "keep-all"   ? 1.0
                            : probe.id == "keep-few" ? 0.2
                                                     : 0.4 + 0.5 * rng.uniform();
        return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
                {{"keep", keep}, {"seed", static_cast<double>(rng.index(1u << 20))}},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(dropout_redraw, grader::dropout_redraw())
