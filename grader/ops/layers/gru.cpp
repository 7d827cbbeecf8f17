#include <backprop/gru.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr std::size_t kGates = 3;

Op gru() {
  return {
      .name = "gru",
      .summary = "a GRU (Cho et al., 2014) over a sequence; gates r, z, n",
      .inputs = {{"x", {"N", "T", "D"}},
                 {"h0", {"N", "H"}},
                 {"wx", {"D", "3H"}},
                 {"wh", {"H", "3H"}},
                 {"b", {"3H"}}},
      .attributes = {},
      .outputs = {{"h", {"N", "T", "H"}}},
      .back_in_time = true,
      .functions = {"gru_forward", "gru_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "h",
                [](Arguments& in) {
                  return backprop::gru_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"),
                                               in.matrix("wh"), in.vector("b"));
                },
                [](Arguments& upstream, const backprop::GruCache& cache) {
                  const auto gradients = backprop::gru_backward(upstream.tensor3("h"), cache);
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

BACKPROP_REGISTER_OP(gru, grader::gru())
