#include <backprop/dropout.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// Keeping much, keeping little, keeping all, and not training.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const bool training = probe.id != "test-mode";
  const double p = probe.id == "keep-all" ? 1.0 : probe.id == "keep-little" ? 0.2 : 0.4 + 0.5 * rng.uniform();
  return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
          {{"p", p}, {"train", training ? 1.0 : 0.0}, {"seed", static_cast<double>(rng.index(1u << 20))}},
          training ? "" : "in test mode"};
}

Op dropout() {
  return {
      .name = "dropout",
      .summary = "out = x mask, with the mask 1/p with probability p and 0 elsewhere; out = x in test mode",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {{"p", "probability with which a unit is kept", 1e-3, 1.0},
                     {"train", "1 in training, 0 in test mode", 0, 1, true},
                     {"seed", "of the mask's generator", 0, 0x1p53, true}},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"dropout_forward", "dropout_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [&](Arguments& in) {
                  backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
                  return backprop::dropout_forward(
                      in.matrix("x"), the_case.attributes.at("p"),
                      the_case.attributes.at("train") != 0.0 ? backprop::Mode::train : backprop::Mode::test,
                      rng);
                },
                [](Arguments& upstream, const backprop::DropoutCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::dropout_backward(upstream.matrix("out"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "keep-all", .n = 4, .d = 3, .m = 2},
                                     {.id = "keep-little", .n = 6, .d = 8, .m = 2},
                                     {.id = "test-mode", .n = 5, .d = 4, .m = 2}}),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(dropout, grader::dropout())
