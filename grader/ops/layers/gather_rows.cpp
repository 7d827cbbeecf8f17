#include <backprop/gather_rows.hpp>

#include "grader/ops/layers/mostly_one.hpp"

BACKPROP_LAYER(gather_rows)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = rows of a table, by their index",
          .inputs = {{"table", {"K", "D"}}, integers("r", {"N"}, "K")},
          .outputs = {{"out", {"N", "D"}}}};
}

// "repeated" takes more rows than exist, so some are taken more than once. "one-row" takes the same row every
// time. "each-once" takes each row exactly once, in a random order. In "far-apart" all others come between
// two of one row. In "often" one row is taken 270 times or more.
Tensor sample_rows(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "one-row") return Tensor::filled({probe.n}, static_cast<double>(rng.index(probe.m)));
  if (probe.id == "far-apart") return labels_in_turn(rng, probe.n, probe.m);
  if (probe.id == "often") return labels_mostly_one(rng, probe.n, probe.m);
  if (probe.id != "each-once") return random_labels(rng, probe.n, probe.m);
  Tensor rows = Tensor::filled({probe.n}, 0.0);
  for (std::size_t n = 0; n < probe.n; ++n) {
    rows.values[n] = static_cast<double>(n);
    std::swap(rows.values[n], rows.values[rng.index(n + 1)]);
  }
  return rows;
}

KnownAnswer adding_up() {
  return {.source =
              "github.com/pytorch/pytorch, issue 1631: with the index 0 twice and dy = (0.2, 0.3) the "
              "gradient must be "
              "0.5, and was 0.3",
          .inputs = {{"table", {{1, 1}, {0.1}}}, {"r", {{2}, {0, 0}}}},
          .outputs = {{"out", {{2, 1}, {0.1, 0.1}}}},
          .upstream = {{"out", {{2, 1}, {0.2, 0.3}}}},
          .gradients = {{"table", {{1, 1}, {0.5}}}}};
}

KnownAnswer counting() {
  return {.source = "numpy's manual, ufunc.at: add.at(a, [0, 1, 2, 2], 1) takes (1, 2, 3, 4) to (2, 3, 5, 4)",
          .inputs = {{"table", Tensor::filled({4, 1}, 0.0)}, {"r", {{4}, {0, 1, 2, 2}}}},
          .upstream = {{"out", Tensor::filled({4, 1}, 1.0)}},
          .gradients = {{"table", {{4, 1}, {1, 1, 2, 0}}}}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "each-once", .n = 5, .d = 3, .m = 5},
                                         {.id = "repeated", .n = 11, .d = 4, .m = 3},
                                         {.id = "one-row", .n = 6, .d = 2, .m = 5},
                                         {.id = "far-apart", .n = 150, .d = 2, .m = 75, .cases = 1},
                                         {.id = "often", .n = 300, .d = 2, .m = 3, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"table", random_normal(rng, {probe.m, probe.d}, probe.scale)},
                     {"r", sample_rows(rng, probe)}}};
          },
          .known_answers = {adding_up(), counting()}};
}

}  // namespace
}  // namespace grader
