#include <backprop/gru_step.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kGates = 3;

Op gru_step() {
  return {
      .name = "gru_step",
      .summary = "one time step of a GRU (Cho et al., 2014); gates r, z, n",
      .inputs = {{"x", {"N", "D"}},
                 {"prev_h", {"N", "H"}},
                 {"wx", {"D", "3H"}},
                 {"wh", {"H", "3H"}},
                 {"b", {"3H"}}},
      .attributes = {},
      .outputs = {{"next_h", {"N", "H"}}},
      .functions = {"gru_step_forward", "gru_step_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "next_h",
                [](Arguments& in) {
                  return backprop::gru_step_forward(in.matrix("x"), in.matrix("prev_h"), in.matrix("wx"),
                                                    in.matrix("wh"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::GruStepCache& cache) {
                  const auto gradients = backprop::gru_step_backward(upstream.matrix("next_h"), cache);
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

BACKPROP_REGISTER_OP(gru_step, grader::gru_step())
