/// Shared by layers that divide each row of a sequence by the root of its mean square: rmsnorm and
/// add_rmsnorm. The forward pass is curved within sqrt(mean square + eps), so that rows have to be larger.
#pragma once

#include <utility>
#include <vector>

#include "grader/ops/layers/normalisation.hpp"
#include "grader/ops/layers/recurrent.hpp"

namespace grader {

inline AttributeSpec root_mean_square_eps() { return {"eps", "added to the mean square", 1e-12, 1.0}; }

// The rest belongs to the grader.

/// Sequences; a mean square as small as a large eps; a row of zeros, under which 1 / sqrt(eps) is 3 or 316;
/// a row of small numbers under a tiny eps; rows in which all numbers have one sign, so that
/// their mean is far from 0; and many features.
inline std::vector<Probe> root_mean_square_probes_and(std::vector<Probe> more) {
  more.insert(more.end(), {{.id = "large-eps", .scale = 0.3, .n = 5, .d = 6, .m = 3, .t = 2},
                           {.id = "zero-row", .scale = 0.3, .n = 3, .d = 5, .m = 2, .t = 4, .cases = 3},
                           {.id = "one-sign", .n = 3, .d = 4, .m = 5, .t = 2},
                           {.id = "many-features", .n = 1, .d = 67, .m = 3, .t = 2, .cases = 1}});
  std::vector<Probe> probes = sequence_probes_and(std::move(more));
  for (Probe& probe : probes) {
    if (probe.id == "small") probe.scale = 0.3;
  }
  return probes;
}

/// Returns (N, T, D): numbers of the probe's size. Their signs alternate, except in "one-sign". In "zero-row"
/// the first row is 0, or tiny.
inline Tensor sample_rows(backprop::Rng& rng, const Probe& probe) {
  Tensor x = random_normal(rng, {probe.n, probe.t, probe.d}, 0.25 * probe.scale);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const std::size_t row = i / probe.d;
    const bool negative = probe.id != "one-sign" && (row + i % probe.d) % 2 == 1;
    x.values[i] += negative ? -probe.scale : probe.scale;
    if (probe.id == "zero-row" && row == 0)
      x.values[i] = probe.index == 2 ? tiny_deviation(rng, negative) : 0.0;
  }
  return x;
}

inline double sample_root_mean_square_eps(const Probe& probe) {
  if (probe.id == "large-eps" || (probe.id == "zero-row" && probe.index == 0)) return kLargeEps;
  if (probe.id == "tall" && probe.index == 1) return 1e-3;
  if (probe.id == "large" && probe.index == 1) return kTinyEps;
  if (probe.id == "zero-row" && probe.index == 2) return kTinyEps;
  return kUsualEps;
}

}  // namespace grader
