#include <backprop/rnn_step.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kGates = 1;

Op rnn_step() {
  return {
      .name = "rnn_step",
      .summary = "next_h = tanh(x wx + prev_h wh + b)",
      .inputs =
          {{"x", {"N", "D"}}, {"prev_h", {"N", "H"}}, {"wx", {"D", "H"}}, {"wh", {"H", "H"}}, {"b", {"H"}}},
      .attributes = {},
      .outputs = {{"next_h", {"N", "H"}}},
      .functions = {"rnn_step_forward", "rnn_step_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "next_h",
                [](Arguments& in) {
                  return backprop::rnn_step_forward(in.matrix("x"), in.matrix("prev_h"), in.matrix("wx"),
                                                    in.matrix("wh"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::RnnStepCache& cache) {
                  const auto gradients = backprop::rnn_step_backward(upstream.matrix("next_h"), cache);
                  Tensors result = weight_gradients(gradients);
                  result["prev_h"] = from_xtensor(gradients.dprev_h);
                  return result;
                });
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) { return sample_step(rng, probe, kGates); },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(rnn_step, grader::rnn_step())
