#include <algorithm>
#include <backprop/cross_entropy_smoothed.hpp>
#include <cmath>

#include "grader/ops/layers/softmax_scores.hpp"

BACKPROP_LAYER(cross_entropy_smoothed)

namespace grader {
namespace {

Layer layer() {
  return {.summary =
              "softmax and cross-entropy with smoothed labels, averaged over the places that are not ignored",
          .inputs = {{"x", {"N", "T", "V"}}, integers("y", {"N", "T"})},
          .attributes = {{"smoothing", "the share of the target that all words get alike", 0.0, 1.0},
                         {"ignored", "the label of places that do not count", -0x1p40, 0x1p40, true}},
          .outputs = {{"loss", {}}}};
}

// What is ignored is a number that no word has, or a word: padding.
double sample_ignored(const Probe& probe) {
  if (probe.id == "padding-is-last") return static_cast<double>(probe.m - 1);
  // Its lower half is a word's.
  if (probe.id == "far-label") return probe.index == 0 ? 0x1p32 : -0x1p32 + 1.0;
  if (probe.id == "one-score" || probe.index == 0) return -100.0;
  return 0.0;
}

double sample_smoothing(const Probe& probe) {
  if (probe.id == "not-smoothed") return 0.0;
  if (probe.id == "all-smoothed") return probe.index == 1 ? 0.9 : 1.0;
  return probe.index == 0 ? 0.1 : 0.3;
}

// Returns the words, a third of them ignored. In "all-ignored" no place counts, in "one-counts" a single one
// does, in "none-ignored" each does, and in "silent-sequence" none of one sequence. In "all-smoothed"
// at least one is ignored.
Tensor sample_words(backprop::Rng& rng, const Probe& probe, double ignored) {
  Tensor y = random_tokens(rng, probe.n, probe.t, probe.m);
  const std::size_t counting = rng.index(y.values.size());
  for (std::size_t i = 0; i < y.values.size(); ++i) {
    double& word = y.values[i];
    const bool silent = probe.id == "silent-sequence" && i / probe.t == 1;
    const bool may_be_ignored = probe.id != "none-ignored" && i != counting;
    if (word == ignored && probe.m > 1) word = ignored == 0.0 ? 1.0 : 0.0;
    if (probe.id == "all-ignored" || silent) word = ignored;
    if (may_be_ignored && (probe.id == "one-counts" || rng.uniform() < 0.3)) word = ignored;
  }
  if (probe.id == "all-smoothed") y.values[(counting + 1) % y.values.size()] = ignored;
  return y;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const double ignored = sample_ignored(probe);
  return {{{"x", sample_scores(rng, probe)}, {"y", sample_words(rng, probe, ignored)}},
          {{"smoothing", sample_smoothing(probe)}, {"ignored", ignored}}};
}

// p = 1/4 everywhere, q = 5/8 for the right word and 1/8 for the others; two places of three count.
KnownAnswer equal_scores() {
  const double a = 6.0 / 2 * 0.125, b = 6.0 / 2 * -0.375;
  return {.source = "with equal scores the loss is log V, however smooth the labels are",
          .inputs = {{"x", Tensor::filled({1, 3, 4}, 0.0)}, {"y", {{1, 3}, {2, -100, 0}}}},
          .attributes = {{"smoothing", 0.5}, {"ignored", -100}},
          .outputs = {{"loss", Tensor::scalar(std::log(4.0))}},
          .upstream = {{"loss", Tensor::scalar(6)}},
          .gradients = {{"x", {{1, 3, 4}, {a, a, b, a, 0, 0, 0, 0, b, a, a, a}}}}};
}

// p = (1/4, 3/4), q = (7/8, 1/8): the loss is 7/8 log 4 + 1/8 log 4/3.
KnownAnswer unequal_scores() {
  return {.source = "the probabilities of (0, log 3) are 1/4 and 3/4; word 1 is padding",
          .inputs = {{"x", {{2, 1, 2}, {0, std::log(3.0), 5, 7}}}, {"y", {{2, 1}, {0, 1}}}},
          .attributes = {{"smoothing", 0.25}, {"ignored", 1}},
          .outputs = {{"loss", Tensor::scalar(0.875 * std::log(4.0) + 0.125 * std::log(4.0 / 3.0))}},
          .upstream = {{"loss", Tensor::scalar(8)}},
          .gradients = {{"x", {{2, 1, 2}, {-5, 5, 0, 0}}}}};
}

KnownAnswer nothing_counts() {
  return {.source = "where every place is ignored there is no loss, and no gradient",
          .inputs = {{"x", {{1, 2, 2}, {1, 2, 3, 4}}}, {"y", {{1, 2}, {0, 0}}}},
          .attributes = {{"smoothing", 0.1}, {"ignored", 0}},
          .outputs = {{"loss", Tensor::scalar(0)}},
          .upstream = {{"loss", Tensor::scalar(8)}},
          .gradients = {{"x", Tensor::filled({1, 2, 2}, 0.0)}}};
}

Probing probing() {
  return {.probes = softmax_probes_and({{.id = "not-smoothed", .n = 3, .d = 2, .m = 4, .t = 5},
                                        {.id = "all-smoothed", .n = 2, .d = 3, .m = 5, .t = 4, .cases = 3},
                                        {.id = "none-ignored", .n = 3, .d = 4, .m = 5, .t = 2},
                                        {.id = "silent-sequence", .n = 3, .d = 2, .m = 4, .t = 5},
                                        {.id = "padding-is-last", .n = 2, .d = 4, .m = 3, .t = 5, .cases = 1},
                                        {.id = "one-counts", .n = 2, .d = 3, .m = 5, .t = 4},
                                        {.id = "all-ignored", .n = 2, .d = 5, .m = 4, .t = 3},
                                        {.id = "far-label", .n = 3, .d = 2, .m = 4, .t = 3}}),
          .sample = sample,
          .known_answers = {equal_scores(), unequal_scores(), nothing_counts()}};
}

}  // namespace
}  // namespace grader
