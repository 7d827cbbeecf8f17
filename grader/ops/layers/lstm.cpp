#include <backprop/lstm.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kGates = 4;

Op lstm() {
  return {
      .name = "lstm",
      .summary = "an LSTM over a sequence; gates i, f, o, g",
      .inputs = {{"x", {"N", "T", "D"}},
                 {"h0", {"N", "H"}},
                 {"wx", {"D", "4H"}},
                 {"wh", {"H", "4H"}},
                 {"b", {"4H"}}},
      .attributes = {},
      .outputs = {{"h", {"N", "T", "H"}}},
      .back_in_time = true,
      .functions = {"lstm_forward", "lstm_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "h",
                [](Arguments& in) {
                  return backprop::lstm_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"),
                                                in.matrix("wh"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::LstmCache& cache) {
                  const auto gradients = backprop::lstm_backward(upstream.tensor3("h"), cache);
                  Tensors result = weight_gradients(gradients);
                  result["h0"] = from_xtensor(gradients.dh0);
                  return result;
                });
          },
      .probes = recurrent_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) { return sample_sequence(rng, probe, kGates); },
      .shape_upstream = upstream_at_steps("h"),
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(lstm, grader::lstm())
