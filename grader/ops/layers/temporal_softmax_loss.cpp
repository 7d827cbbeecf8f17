#include <backprop/temporal_softmax_loss.hpp>
#include <cmath>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(temporal_softmax_loss)

namespace grader {
namespace {

Layer layer() {
  return {
      .summary =
          "softmax and cross-entropy at every time step that the mask lets count, averaged over the batch",
      .inputs = {{"x", {"N", "T", "V"}}, integers("y", {"N", "T"}, "V"), fixed("mask", {"N", "T"})},
      .outputs = {{"loss", {}}}};
}

// Returns the mask of steps that count. Sequences end at different times. In "silent-sequence" one sequence
// has no step that counts. In "silent-step" one step counts in no sequence. In "unit" and "one-step" every
// step counts. In "left-padded" sequences begin at different times instead, all but the first behind two
// steps or more. In "gaps" two, three or more steps in a row do not count, and those before and behind them
// do. In "shifted" equally many steps do not count in each sequence: the first ones, the last ones, or some
// between.
Tensor sample_mask(backprop::Rng& rng, const Probe& probe) {
  Tensor mask = Tensor::filled({probe.n, probe.t}, 1.0);
  if (probe.id == "unit" || probe.id == "one-step") return mask;
  if (probe.id == "left-padded" || probe.id == "gaps") {
    const std::size_t first = probe.id == "gaps" ? 1 : 0;
    for (std::size_t n = 0; n < probe.n; ++n) {
      const std::size_t silent = first == 0 && n == 0 ? 0 : std::min(2 + n % 3, probe.t - 2);
      for (std::size_t t = first; t < first + silent; ++t) mask.values[n * probe.t + t] = 0.0;
    }
    return mask;
  }
  if (probe.id == "shifted") {
    const std::size_t silent = 2 + rng.index(2);
    const std::size_t left = probe.t - silent;
    for (std::size_t n = 0; n < probe.n; ++n) {
      const std::size_t first = n % 3 == 0 ? 0 : n % 3 == 1 ? left : left / 2;
      for (std::size_t t = first; t < first + silent; ++t) mask.values[n * probe.t + t] = 0.0;
    }
    return mask;
  }
  for (std::size_t n = 0; n < probe.n; ++n) {
    const std::size_t length = 1 + rng.index(probe.t);
    for (std::size_t t = 0; t < probe.t; ++t) {
      const bool silent = (probe.id == "silent-sequence" && n == 1) || (probe.id == "silent-step" && t == 1);
      mask.values[n * probe.t + t] = t < length && !silent ? 1.0 : 0.0;
    }
  }
  return mask;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.t, probe.m};
  const Tensor x = probe.id == "extreme" ? random_choice(rng, shape, extreme_scores(probe))
                                         : random_normal(rng, shape, probe.scale);
  return {{{"x", x}, {"y", random_tokens(rng, probe.n, probe.t, probe.m)}, {"mask", sample_mask(rng, probe)}},
          {},
          {}};
}

// p = 1/4 everywhere, N = 2, and one step of four does not count; dloss = 3.
KnownAnswer equal_scores() {
  const double a = 3.0 * 0.125;
  const double b = 3.0 * -0.375;
  return {.source = "with equal scores the loss is log V for each step that counts",
          .inputs = {{"x", Tensor::filled({2, 2, 4}, 0.0)},
                     {"y", {{2, 2}, {0, 1, 2, 3}}},
                     {"mask", {{2, 2}, {1, 0, 1, 1}}}},
          .outputs = {{"loss", Tensor::scalar(1.5 * std::log(4.0))}},
          .upstream = {{"loss", Tensor::scalar(3)}},
          .gradients = {{"x", {{2, 2, 4}, {b, a, a, a, 0, 0, 0, 0, a, a, b, a, a, a, a, b}}}}};
}

Probing probing() {
  return {.probes = sequence_probes_and({{.id = "padded", .n = 5, .d = 3, .m = 4, .t = 6},
                                         {.id = "silent-sequence", .n = 3, .d = 2, .m = 4, .t = 5},
                                         {.id = "silent-step", .n = 4, .d = 2, .m = 3, .t = 5},
                                         {.id = "extreme", .n = 3, .d = 2, .m = 4, .t = 5},
                                         {.id = "left-padded", .n = 4, .d = 2, .m = 3, .t = 6, .cases = 1},
                                         {.id = "gaps", .n = 3, .d = 2, .m = 4, .t = 7, .cases = 1},
                                         {.id = "shifted", .n = 3, .d = 2, .m = 4, .t = 7}}),
          .sample = sample,
          .known_answers = {equal_scores()}};
}

}  // namespace
}  // namespace grader
