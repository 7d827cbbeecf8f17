#include <backprop/standardize.hpp>
#include <iterator>

#include "grader/ops/layers/normalisation.hpp"

BACKPROP_LAYER(standardize)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = (x - mean) / deviation, both of the training set; constant features are shifted",
          .inputs = {{"x", {"N", "D"}}, fixed("train", {"M", "D"})},
          .outputs = {{"out", {"N", "D"}}}};
}

// Values whose mean over several examples is rounded, in most orders of summation.
constexpr double kRounded[] = {0.1, 0.7, 14.62};

// Returns (m, d): the training set. Features differ in scale: by a factor of 3, or of a million in
// "unlike-scales".
Tensor sample_training_set(backprop::Rng& rng, const Probe& probe) {
  Probe whole_set = probe;
  whole_set.n = probe.m;
  Tensor train = sample_spread(rng, whole_set, true);
  for (std::size_t i = 0; i < train.values.size(); ++i) {
    const std::size_t d = i % probe.d;
    if (probe.id == "unlike-scales") {
      train.values[i] *= d % 3 == 0 ? 1e-3 : d % 3 == 1 ? 1.0 : 1e3;
    } else if (d % 2 == 1) {
      train.values[i] *= 3.0;
    }
    if (probe.id == "distant") train.values[i] += d % 2 == 0 ? 1e6 : -3e5;
    if (probe.id == "tiny-deviation") train.values[i] *= d % 2 == 0 ? 1e-10 : 1e-6;
    if (probe.id == "constant" && d < 2) train.values[i] = d == 0 ? 0.0 : 2.5;
    // This one is not constant: only its last value is its first.
    if (probe.id == "constant" && d == 2 && i / probe.d + 1 == probe.m) train.values[i] = train.values[d];
    if (probe.id == "constant-at-first") {
      const std::size_t changes[] = {probe.m - 1, 65, 33};
      if (d < std::size(changes) && i / probe.d < changes[d]) train.values[i] = train.values[d];
    }
    // Both zeros are the same value, though not the same bits.
    if (probe.id == "signed-zero" && d == 0)
      train.values[i] = (i / probe.d + probe.index) % 2 == 0 ? 0.0 : -0.0;
    if (probe.id == "constant-rounded" && d < std::size(kRounded)) train.values[i] = kRounded[d];
  }
  return train;
}

// x has another mean and another deviation than the training set, unless it is the training set.
Case sample_standardize(backprop::Rng& rng, const Probe& probe) {
  Tensor train = sample_training_set(rng, probe);
  if (probe.id == "training-set") {
    return {{{"x", train}, {"train", train}}, {}, "x is the training set itself"};
  }
  Tensor x = random_normal(rng, {probe.n, probe.d}, 2.0 * probe.scale);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const double first = train.values[i % probe.d];
    x.values[i] = first * (1.0 + x.values[i]) + x.values[i] + probe.scale;
  }
  const char* note = "x is not the training set";
  if (probe.id == "constant" || probe.id == "constant-rounded")
    note = "a feature has the same value in all of train, and another one in x";
  if (probe.id == "constant-at-first")
    note = "a feature has the same value in the first examples of train, and another one later";
  if (probe.id == "signed-zero") note = "a feature is 0 in all of train, with both signs, and not in x";
  if (probe.id == "one-training-example") note = "train has a single example, so that no feature varies";
  if (probe.id == "constant-in-both") {
    for (std::size_t n = 0; n < probe.n; ++n) x.values[n * probe.d] = 0.5;
    for (std::size_t m = 0; m < probe.m; ++m) train.values[m * probe.d] = 0.5;
    note = "a feature has the same value in all of train and of x";
  }
  return {{{"x", std::move(x)}, {"train", std::move(train)}}, {}, note};
}

KnownAnswer by_arithmetic() {
  return {.source = "means 3 and 7, deviations 2 and 0 of (1, 7) and (5, 7)",
          .inputs = {{"x", {{1, 2}, {7, 9}}}, {"train", {{2, 2}, {1, 7, 5, 7}}}},
          .outputs = {{"out", {{1, 2}, {2, 2}}}},
          .upstream = {{"out", {{1, 2}, {10, 3}}}},
          .gradients = {{"x", {{1, 2}, {5, 3}}}}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "training-set", .n = 6, .d = 4, .m = 6},
                                         {.id = "unlike-scales", .n = 4, .d = 7, .m = 6},
                                         {.id = "tiny-deviation", .n = 4, .d = 3, .m = 6},
                                         {.id = "far-mean", .n = 4, .d = 5, .m = 7},
                                         {.id = "one-training-example", .n = 4, .d = 3, .m = 1},
                                         {.id = "constant", .n = 3, .d = 4, .m = 5},
                                         {.id = "constant-in-both", .n = 5, .d = 3, .m = 4},
                                         {.id = "constant-rounded", .n = 4, .d = 5, .m = 6},
                                         {.id = "constant-at-first", .n = 3, .d = 4, .m = 71, .cases = 1},
                                         {.id = "signed-zero", .n = 3, .d = 4, .m = 6},
                                         {.id = "distant", .n = 4, .d = 3, .m = 8, .cases = 1}}),
          .sample = sample_standardize,
          .known_answers = {by_arithmetic()}};
}

}  // namespace
}  // namespace grader
