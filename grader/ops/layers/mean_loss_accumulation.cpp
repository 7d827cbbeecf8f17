#include <algorithm>
#include <backprop/mean_loss_accumulation.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(mean_loss_accumulation)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "half the mean squared error of x w - y, its gradient accumulated over micro-batches",
          .inputs = {fixed("x", {"N", "D"}), fixed("y", {"N"}), {"w", {"D"}}, integers("counts", {"K"})},
          .outputs = {{"loss", {}}}};
}

// The names of probes lie with the functions that use them. A function with no other words, not even those of
// the standard library, shares none with the layer's call, so a worker's linker drops the names.
enum class Cut { by_chance, equal, short_last, many, mean_first, very_unequal, perfect_fit, cancelling };

[[gnu::noinline]] Cut cut_of(const Probe& probe) {
  if (probe.id == "equal") return Cut::equal;
  if (probe.id == "short-last") return Cut::short_last;
  if (probe.id == "many") return Cut::many;
  if (probe.id == "mean-first") return Cut::mean_first;
  if (probe.id == "very-unequal") return Cut::very_unequal;
  if (probe.id == "errors-cancel") return Cut::cancelling;
  return probe.id == "perfect-fit" ? Cut::perfect_fit : Cut::by_chance;
}

// Returns the number of examples in each micro-batch. Only equal batches hide a wrong weighting.
Tensor sample_counts(backprop::Rng& rng, const Probe& probe) {
  switch (cut_of(probe)) {
    case Cut::equal:
      return {{3}, {4, 4, 4}};
    case Cut::short_last:
      return {{4}, {5, 5, 5, 2}};
    case Cut::many:
      return {{13}, {1, 3, 1, 2, 1, 4, 1, 1, 2, 1, 3, 1, 1}};
    case Cut::mean_first:  // The first, and then also the last, is as large as all are on average.
      return probe.index == 0 ? Tensor{{3}, {4, 2, 6}} : Tensor{{4}, {3, 5, 1, 3}};
    case Cut::very_unequal:
      return {{3}, {1, 17, 2}};
    case Cut::perfect_fit:
    case Cut::cancelling:
      return {{4}, {3, 2, 4, 3}};
    case Cut::by_chance:
      break;
  }
  // A probe's own t is 3. A larger one is the number of micro-batches that is wished for.
  if (probe.t > 3) {
    Tensor ones = Tensor::filled({probe.t}, 1.0);
    for (std::size_t example = probe.t; example < probe.n; ++example) ones.values[rng.index(probe.t)] += 1.0;
    return ones;
  }
  std::vector<double> counts;
  for (std::size_t rest = probe.n; rest > 0;) {
    const std::size_t count = 1 + rng.index(rest);
    counts.push_back(static_cast<double>(count));
    rest -= count;
  }
  return {{counts.size()}, counts};
}

// The mean of the means of two micro-batches of 1 and 3 would be -(1 + 11/3) / 2.
KnownAnswer cut_into(const Tensor& counts) {
  return {.source = "with w = 0 and x = 1 the gradient is minus the mean of y: -(1 + 2 + 3 + 6) / 4",
          .inputs = {{"x", {{4, 1}, {1, 1, 1, 1}}},
                     {"y", {{4}, {1, 2, 3, 6}}},
                     {"w", {{1}, {0}}},
                     {"counts", counts}},
          .outputs = {{"loss", Tensor::scalar(50.0 / 8.0)}},
          .upstream = {{"loss", Tensor::scalar(1)}},
          .gradients = {{"w", {{1}, {-3}}}}};
}

// The errors of the second micro-batch, two examples, are 0, or cancel. Its examples still count: a mean is
// over all. Whole numbers have no rounding.
Case with_a_second_fit(backprop::Rng& rng, const Probe& probe, const Tensor& counts, bool cancels) {
  const auto whole = [&rng](Shape shape) { return random_choice(rng, std::move(shape), {-2, -1, 1, 3}); };
  Tensor x = whole({probe.n, probe.d}), y = whole({probe.n}), w = whole({probe.d});
  const auto first = static_cast<std::size_t>(counts.values[0]);
  for (std::size_t n = first; n < first + static_cast<std::size_t>(counts.values[1]); ++n) {
    y.values[n] = !cancels ? 0.0 : n == first ? 2.0 : -2.0;
    for (std::size_t d = 0; d < probe.d; ++d) y.values[n] += x.values[n * probe.d + d] * w.values[d];
  }
  return {{{"x", std::move(x)}, {"y", std::move(y)}, {"w", std::move(w)}, {"counts", counts}},
          {},
          cancels ? "a micro-batch whose errors sum to 0" : "a micro-batch that fits exactly"};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "equal", .n = 12, .d = 4, .m = 3},
                                         {.id = "short-last", .n = 17, .d = 3, .m = 4},
                                         {.id = "very-unequal", .n = 20, .d = 5, .m = 3},
                                         {.id = "many", .n = 22, .d = 4, .m = 3, .cases = 1},
                                         {.id = "one-each", .n = 40, .d = 3, .m = 2, .t = 40, .cases = 1},
                                         {.id = "mean-first", .n = 12, .d = 5, .m = 3},
                                         {.id = "perfect-fit", .n = 12, .d = 3, .m = 2, .cases = 2},
                                         {.id = "errors-cancel", .n = 12, .d = 3, .m = 2, .cases = 2}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            const Cut cut = cut_of(probe);
            if (cut == Cut::perfect_fit || cut == Cut::cancelling)
              return with_a_second_fit(rng, probe, sample_counts(rng, probe), cut == Cut::cancelling);
            const std::size_t examples = probe.t > 3 ? std::max(probe.n, probe.t) : probe.n;
            return {{{"x", random_normal(rng, {examples, probe.d}, probe.scale)},
                     {"y", random_normal(rng, {examples}, probe.scale)},
                     {"w", random_normal(rng, {probe.d}, probe.scale)},
                     {"counts", sample_counts(rng, probe)}}};
          },
          .known_answers = {cut_into({{2}, {1, 3}}), cut_into({{2}, {2, 2}}), cut_into({{1}, {4}}),
                            cut_into({{3}, {1, 1, 2}})}};
}

}  // namespace
}  // namespace grader
