/// Inputs of the layers that normalise images. As in normalisation.hpp, every group of numbers that share a
/// variance is spread widely enough for a difference quotient.
#pragma once

#include <cmath>

#include "grader/ops/layers/normalisation.hpp"
#include "grader/ops/layers/window.hpp"

namespace grader {

// The rest belongs to the grader.

/// Images have C = d, H = t, W = m. The standard sizes; images and batches of one pixel; and the regimes of
/// normalisation_probes().
inline std::vector<Probe> spatial_normalisation_probes_and(std::vector<Probe> more) {
  std::vector<Probe> probes = {
      {.id = "unit", .n = 2, .d = 6, .m = 5, .t = 4},
      {.id = "small", .scale = 0.3, .n = 3, .d = 4, .m = 2, .t = 5},
      {.id = "large", .scale = 4.0, .n = 2, .d = 3, .m = 4, .t = 7},
      {.id = "batch-of-one", .n = 1, .d = 4, .m = 3, .t = 5},
      {.id = "tall", .n = 4, .d = 2, .m = 3, .t = 8, .cases = 1},
      {.id = "wide", .n = 3, .d = 4, .m = 9, .t = 2, .cases = 1},
      {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
      {.id = "narrow", .n = 41, .d = 2, .m = 3, .t = 1, .cases = 1},
      {.id = "one-channel", .n = 3, .d = 1, .m = 4, .t = 5, .cases = 1},
      {.id = "one-pixel", .n = 5, .d = 6, .m = 1, .t = 1},
      {.id = "large-eps", .scale = 0.3, .n = 3, .d = 4, .m = 5, .t = 2, .cases = 1},
      {.id = "near-constant", .scale = 0.01, .n = 2, .d = 4, .m = 3, .t = 5, .cases = 3},
      {.id = "far-mean", .n = 3, .d = 4, .m = 5, .t = 2, .cases = 1},
  };
  for (Probe& probe : more) probes.push_back(std::move(probe));
  return probes;
}

/// Returns (N, C, H, W): deviations of size `scale` from a centre that line(n, c) numbers. Their signs
/// alternate along all axes. In "near-constant" the numbers of line 0 do not vary at all; see sample_spread.
template <class Line>
Tensor sample_spread_images(backprop::Rng& rng, const Probe& probe, Line line) {
  const Shape shape = {probe.n, probe.d, probe.t, probe.m};
  const double far = probe.id == "far-mean" ? 50.0 : 1.0;
  const Tensor centres = random_normal(rng, {probe.n * probe.d}, far * probe.scale);
  Tensor x = random_normal(rng, shape, 0.2 * probe.scale);
  for (std::size_t k = 0; k < x.values.size(); ++k) {
    const Shape at = coordinates(shape, k);
    const std::size_t which = line(at[0], at[1]);
    const double centre = centres.values[which];
    const bool negative = (at[0] + at[1] + at[2] + at[3]) % 2 == 1;
    double& value = x.values[k];
    if (probe.id == "near-constant" && which == 0) {
      value = probe.index == 0 ? centre : probe.index == 1 ? 0.0 : tiny_deviation(rng, negative);
    } else {
      value += (negative ? -1.0 : 1.0) * probe.scale + centre;
    }
  }
  return x;
}

/// Returns variances in [0.5, ...).
inline Tensor sample_running_var(backprop::Rng& rng, std::size_t channels) {
  Tensor variances = random_normal(rng, {channels});
  for (double& value : variances.values) value = 0.5 + value * value;
  return variances;
}

}  // namespace grader
