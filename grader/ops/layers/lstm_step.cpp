#include <backprop/lstm_step.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kGates = 4;

// "hidden-only": nothing reaches next_c but through next_h. "cell-only": the other way round.
void shape_upstream(const Probe& probe, Tensors& upstream) {
  if (probe.id == "hidden-only") upstream["next_c"] = Tensor::filled(upstream.at("next_c").shape, 0.0);
  if (probe.id == "cell-only") upstream["next_h"] = Tensor::filled(upstream.at("next_h").shape, 0.0);
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Case result = sample_step(rng, probe, kGates);
  result.inputs["prev_c"] = random_normal(rng, {probe.n, probe.m}, probe.scale);
  return result;
}

Op lstm_step() {
  return {
      .name = "lstm_step",
      .summary = "one time step of an LSTM; gates i, f, o, g",
      .inputs = {{"x", {"N", "D"}},
                 {"prev_h", {"N", "H"}},
                 {"prev_c", {"N", "H"}},
                 {"wx", {"D", "4H"}},
                 {"wh", {"H", "4H"}},
                 {"b", {"4H"}}},
      .attributes = {},
      .outputs = {{"next_h", {"N", "H"}}, {"next_c", {"N", "H"}}},
      .functions = {"lstm_step_forward", "lstm_step_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case,
                [](const backprop::LstmState& state) -> Tensors {
                  return {{"next_h", from_xtensor(state.h)}, {"next_c", from_xtensor(state.c)}};
                },
                [](Arguments& in) {
                  return backprop::lstm_step_forward(in.matrix("x"), in.matrix("prev_h"), in.matrix("prev_c"),
                                                     in.matrix("wx"), in.matrix("wh"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::LstmStepCache& cache) {
                  const auto gradients = backprop::lstm_step_backward(upstream.matrix("next_h"),
                                                                      upstream.matrix("next_c"), cache);
                  Tensors result = weight_gradients(gradients);
                  result["prev_h"] = from_xtensor(gradients.dprev_h);
                  result["prev_c"] = from_xtensor(gradients.dprev_c);
                  return result;
                });
          },
      .probes = standard_probes_and(
          {{.id = "hidden-only", .n = 3, .d = 2, .m = 4}, {.id = "cell-only", .n = 2, .d = 3, .m = 4}}),
      .sample = sample,
      .shape_upstream = shape_upstream,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(lstm_step, grader::lstm_step())
