#include <backprop/masked_softmax.hpp>
#include <cmath>

#include "grader/ops/layers/softmax_scores.hpp"

BACKPROP_LAYER(masked_softmax)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "p = softmax of those scores of each row that the mask lets count",
          .inputs = {{"x", {"N", "T", "S"}}, fixed("mask", {"N", "T", "S"})},
          .outputs = {{"p", {"N", "T", "S"}}}};
}

// Returns whether the query at step t of sequence n is padding, which sees nothing.
bool is_padding(const Probe& probe, std::size_t n, std::size_t t) {
  return probe.id == "all-hidden" || (probe.id == "padded-query" && (n == 1 || t + 1 == probe.t));
}

// Returns 1 where the query at step t may look. Elsewhere each row has its own choice, and sees something.
Tensor sample_mask(backprop::Rng& rng, const Probe& probe) {
  Tensor mask = Tensor::filled({probe.n, probe.t, probe.m}, 1.0);
  if (probe.id == "all-visible") return mask;
  for (std::size_t row = 0; row < probe.n * probe.t; ++row) {
    const std::size_t t = row % probe.t;
    const std::size_t seen = rng.index(probe.m);
    for (std::size_t s = 0; s < probe.m; ++s) {
      double& value = mask.values[row * probe.m + s];
      if (is_padding(probe, row / probe.t, t)) {
        value = 0.0;
      } else if (probe.id == "no-future" || probe.id == "square") {
        value = s <= t ? 1.0 : 0.0;
      } else if (probe.id == "one-visible") {
        value = s == seen ? 1.0 : 0.0;
      } else {
        value = s == seen || rng.uniform() < 0.6 ? 1.0 : 0.0;
      }
    }
  }
  return mask;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor x = sample_scores(rng, probe);
  Tensor mask = sample_mask(rng, probe);
  if (probe.id == "hidden-larger") {
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      if (mask.values[i] == 0.0) x.values[i] += 1000.0;
    }
  }
  return {{{"x", std::move(x)}, {"mask", std::move(mask)}}};
}

KnownAnswer hidden_by_hand() {
  return {
      .source = "(0, log 3) has 1/4 and 3/4, whatever is hidden beside it; a row that is hidden whole has 0",
      .inputs = {{"x", {{1, 2, 3}, {0, std::log(3.0), 1000, 1, 2, 3}}},
                 {"mask", {{1, 2, 3}, {1, 1, 0, 0, 0, 0}}}},
      .outputs = {{"p", {{1, 2, 3}, {0.25, 0.75, 0, 0, 0, 0}}}},
      .upstream = {{"p", {{1, 2, 3}, {16, 0, 5, 7, 8, 9}}}},
      .gradients = {{"x", {{1, 2, 3}, {3, -3, 0, 0, 0, 0}}}}};
}

[[gnu::noinline]] Tensors with_weights_times(const Case& the_case, const Tensors& upstream,
                                             const std::function<double()>& factor) {
  Arguments in(the_case.inputs);
  Arguments up(upstream);
  auto cache = backprop::masked_softmax_forward(in.tensor3("x"), in.tensor3("mask")).cache;
  for (double& weight : cache.p) weight *= factor();
  return {{"x", from_xtensor(backprop::masked_softmax_backward(up.tensor3("p"), cache))}};
}

Probing probing() {
  return {.probes = softmax_probes_and({{.id = "all-visible", .n = 3, .d = 2, .m = 4, .t = 5, .cases = 1},
                                        {.id = "no-future", .n = 2, .d = 4, .m = 5, .t = 3},
                                        {.id = "one-visible", .n = 3, .d = 2, .m = 5, .t = 4, .cases = 1},
                                        {.id = "hidden-larger", .n = 3, .d = 2, .m = 5, .t = 4},
                                        {.id = "padded-query", .n = 3, .d = 4, .m = 5, .t = 2},
                                        {.id = "all-hidden", .n = 2, .d = 3, .m = 5, .t = 4, .cases = 1}}),
          .sample = sample,
          .known_answers = {hidden_by_hand()},
          .with_weights_times = with_weights_times};
}

}  // namespace
}  // namespace grader
