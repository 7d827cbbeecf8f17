/// Scores for layers that take a softmax of them.
#pragma once

#include <utility>
#include <vector>

#include "grader/ops/layers/recurrent.hpp"

namespace grader {

// The rest belongs to the grader.

/// Probes in which a row has S = m scores: ordinary ones, many, two, one; all equal; so far apart that the
/// softmax is saturated, and so far that e^x overflows.
inline std::vector<Probe> softmax_probes_and(std::vector<Probe> more) {
  more.insert(more.end(), {{.id = "many-scores", .n = 1, .d = 2, .m = 67, .t = 3, .cases = 1},
                           {.id = "one-score", .n = 3, .d = 2, .m = 1, .t = 4, .cases = 1},
                           {.id = "ties", .n = 2, .d = 3, .m = 5, .t = 4, .cases = 1},
                           {.id = "confident", .n = 3, .d = 2, .m = 4, .t = 5},
                           {.id = "extreme", .n = 2, .d = 3, .m = 4, .t = 5}});
  return sequence_probes_and(std::move(more));
}

/// Returns x: (N, T, S).
inline Tensor sample_scores(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.t, probe.m};
  if (probe.id == "ties") return random_choice(rng, shape, {-1, 2});
  if (probe.id == "confident") return random_choice(rng, shape, {-40, -20, 0, 20, 40});
  if (probe.id == "extreme") return random_choice(rng, shape, extreme_scores(probe));
  return random_normal(rng, shape, probe.scale);
}

}  // namespace grader
