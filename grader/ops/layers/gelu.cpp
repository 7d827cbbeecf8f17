#include <backprop/gelu.hpp>

#include "grader/ops/layers/self_gated.hpp"

BACKPROP_LAYER(gelu)

namespace grader {
namespace {

Layer layer() {
  Layer layer = self_gated("out = x Phi(x), elementwise; by a tanh, or exact");
  layer.attributes = {{"exact", "1 for the exact Phi, 0 for the tanh form of GPT-2", 0, 1, true}};
  return layer;
}

// GELU(1) = 0.8413 and GELU(-1) = -0.1587 can be found in many places, but not their slopes.
KnownAnswer gelu_at(double exact, std::vector<double> outputs, std::vector<double> slopes) {
  return {.source = "x = 1, -1, 1/2, -2, 3, worked out with 40 digits (mpmath), rounded",
          .inputs = {{"x", {{1, 5, 1}, {1, -1, 0.5, -2, 3}}}},
          .attributes = {{"exact", exact}},
          .outputs = {{"out", {{1, 5, 1}, std::move(outputs)}}},
          .upstream = {{"out", Tensor::filled({1, 5, 1}, 1.0)}},
          .gradients = {{"x", {{1, 5, 1}, std::move(slopes)}}},
          .tolerance = 2e-15};
}

Probing probing() {
  return {.probes = self_gated_probes(),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            const bool exact = probe.index == 1;
            return {{{"x", sample_self_gated(rng, probe)}},
                    {{"exact", exact ? 1.0 : 0.0}},
                    exact ? "the exact form" : "the tanh form"};
          },
          .known_answers = {gelu_at(1,
                                    {0.8413447460685429486, -0.1586552539314570514, 0.3457312306370065518,
                                     -0.0455002638963584144, 2.995950305905109716},
                                    {1.083315470587686298, -0.08331547058768629838, 0.8674951246561628425,
                                     -0.0852318010781968967, 1.011945647204183927}),
                            gelu_at(0,
                                    {0.8411919906082767048, -0.1588080093917232952, 0.345714009825143922,
                                     -0.04540230591222498122, 2.996362607918226981},
                                    {1.082964083845782555, -0.08296408384578255514, 0.8673699035346423116,
                                     -0.08609925662361838156, 1.011584166630969726})}};
}

}  // namespace
}  // namespace grader
