#include <backprop/rnn.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kGates = 1;

Op rnn() {
  return {
      .name = "rnn",
      .summary = "a vanilla recurrent net over a sequence",
      .inputs =
          {{"x", {"N", "T", "D"}}, {"h0", {"N", "H"}}, {"wx", {"D", "H"}}, {"wh", {"H", "H"}}, {"b", {"H"}}},
      .attributes = {},
      .outputs = {{"h", {"N", "T", "H"}}},
      .back_in_time = true,
      .functions = {"rnn_forward", "rnn_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "h",
                [](Arguments& in) {
                  return backprop::rnn_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"),
                                               in.matrix("wh"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::RnnCache& cache) {
                  const auto gradients = backprop::rnn_backward(upstream.tensor3("h"), cache);
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

BACKPROP_REGISTER_OP(rnn, grader::rnn())
