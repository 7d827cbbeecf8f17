#include <algorithm>
#include <backprop/lstm_step.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(lstm_step)

namespace grader {
namespace {

constexpr std::size_t kGates = 4;

Layer layer() {
  return {.summary = "one time step of an LSTM; gates i, f, o, g",
          .inputs = with_weights({{"x", {"N", "D"}}, {"prev_h", {"N", "H"}}, {"prev_c", {"N", "H"}}}, kGates),
          .outputs = {{"next_h", {"N", "H"}}, {"next_c", {"N", "H"}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Case result = sample_step(rng, probe, kGates);
  result.inputs["prev_c"] = random_normal(rng, {probe.n, probe.m}, probe.scale);
  // As at the first step of a sequence.
  if (probe.id == "zero-start") {
    for (const char* state : {"prev_h", "prev_c"}) std::ranges::fill(result.inputs.at(state).values, 0.0);
  }
  return result;
}

// In "hidden-only" a gradient reaches next_c only through next_h. In "cell-only" next_h has no upstream
// gradient.
void shape_upstream(const Probe& probe, Tensors& upstream) {
  if (probe.id == "hidden-only") upstream["next_c"] = Tensor::filled(upstream.at("next_c").shape, 0.0);
  if (probe.id == "cell-only") upstream["next_h"] = Tensor::filled(upstream.at("next_h").shape, 0.0);
}

KnownAnswer published() {
  return {.source = kLstmNotebook,
          .inputs = {{"x", linspace(-0.4, 1.2, {3, 4})},
                     {"prev_h", linspace(-0.3, 0.7, {3, 5})},
                     {"prev_c", linspace(-0.4, 0.9, {3, 5})},
                     {"wx", linspace(-2.1, 1.3, {4, 20})},
                     {"wh", linspace(-0.7, 2.2, {5, 20})},
                     {"b", linspace(0.3, 0.7, {20})}},
          .outputs = {{"next_h",
                       {{3, 5},
                        {0.24635157, 0.28610883, 0.32240467, 0.35525807, 0.38474904, 0.49223563, 0.55611431,
                         0.61507696, 0.66844003, 0.7159181, 0.56735664, 0.66310127, 0.74419266, 0.80889665,
                         0.858299}}},
                      {"next_c",
                       {{3, 5},
                        {0.32986176, 0.39145139, 0.451556, 0.51014116, 0.56717407, 0.66382255, 0.76674007,
                         0.87195994, 0.97902709, 1.08751345, 0.74192008, 0.90592151, 1.07717006, 1.25120233,
                         1.42395676}}}},
          .tolerance = 0.51e-8};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "one-unit", .n = 3, .d = 5, .m = 1, .cases = 1},
                                         {.id = "hidden-only", .n = 3, .d = 2, .m = 4},
                                         {.id = "cell-only", .n = 2, .d = 3, .m = 4},
                                         {.id = "zero-start", .n = 3, .d = 2, .m = 4, .cases = 1},
                                         wide_open_or_shut()}),
          .sample = sample,
          .shape_upstream = shape_upstream,
          .known_answers = {published()}};
}

}  // namespace
}  // namespace grader
