#include <backprop/embedding.hpp>

#include "grader/ops/layers/recurrent.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// "one-word": the same word everywhere. In "repeated" there are more places than words; in all others some words stay unused
// now and then.
Tensor tokens(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "one-word") {
    return Tensor::filled({probe.n, probe.t}, static_cast<double>(rng.index(probe.m)));
  }
  return random_tokens(rng, probe.n, probe.t, probe.m);
}

Op embedding() {
  return {
      .name = "embedding",
      .summary = "each token's row of a table",
      .inputs = {{"x", {"N", "T"}, false, true, "V"}, {"w", {"V", "D"}}},
      .attributes = {},
      .outputs = {{"out", {"N", "T", "D"}}},
      .functions = {"embedding_forward", "embedding_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) {
                  return backprop::embedding_forward(in.label_matrix("x"), in.matrix("w"));
                },
                [](Arguments& upstream, const backprop::EmbeddingCache& cache) -> Tensors {
                  return {{"w", from_xtensor(backprop::embedding_backward(upstream.tensor3("out"), cache))}};
                });
          },
      .probes = sequence_probes_and({{.id = "repeated", .n = 5, .d = 4, .m = 3, .t = 6},
                                     {.id = "one-word", .n = 2, .d = 3, .m = 5, .t = 4}}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {
            {{"x", tokens(rng, probe)}, {"w", random_normal(rng, {probe.m, probe.d}, probe.scale)}}, {}, {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(embedding, grader::embedding())
