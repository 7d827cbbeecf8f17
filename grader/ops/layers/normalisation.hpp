/// Inputs of the layers that normalise. Their forward pass is curved within sqrt(var + eps). A difference
/// quotient is too coarse unless something is spread wider than that.
#pragma once

#include "grader/ops/call.hpp"

namespace grader {

// The rest belongs to the grader.

inline constexpr double kUsualEps = 1e-5;
/// An eps of the variance's size, or far above it, depending on the probe.
inline constexpr double kLargeEps = 0.1;
/// An eps that leaves all of 1 / sqrt(var + eps) to a small variance, where there is one.
inline constexpr double kTinyEps = 1e-8;

/// Returns a deviation of about 2e-3, under which 1 / sqrt(var + kTinyEps) is about 600. Under a smaller one
/// no difference quotient converges. Sums of these are exact, in any order.
inline double tiny_deviation(backprop::Rng& rng, bool negative) {
  return (negative ? -0x1p-11 : 0x1p-11) * static_cast<double>(3 + rng.index(2));
}

/// The standard sizes; a variance as small as a large eps, one far below it, and one of 0, under which
/// 1 / sqrt(eps) is 3 or 316; and a mean far from 0.
inline std::vector<Probe> normalisation_probes() {
  return {
      {.id = "unit", .scale = 1.0, .n = 4, .d = 5, .m = 3},
      {.id = "small", .scale = 0.3, .n = 6, .d = 4, .m = 3},
      {.id = "large", .scale = 4.0, .n = 5, .d = 3, .m = 3},
      {.id = "batch-of-one", .scale = 1.0, .n = 1, .d = 4, .m = 3},
      {.id = "tall", .scale = 1.0, .n = 9, .d = 2, .m = 3},
      {.id = "wide", .scale = 1.0, .n = 2, .d = 7, .m = 3},
      {.id = "square", .scale = 1.0, .n = 4, .d = 4, .m = 4, .cases = 1},
      {.id = "narrow", .scale = 1.0, .n = 41, .d = 1, .m = 2, .cases = 1},
      {.id = "broad", .scale = 1.0, .n = 3, .d = 70, .m = 36, .cases = 1},
      {.id = "large-eps", .scale = 0.3, .n = 5, .d = 6, .m = 3},
      {.id = "near-constant", .scale = 0.01, .n = 7, .d = 5, .m = 3, .cases = 3},
      {.id = "far-mean", .scale = 1.0, .n = 6, .d = 5, .m = 3},
  };
}

/// Returns (n, d): deviations of size `scale` from the column's or row's own centre. Their signs alternate
/// along both axes, so that some spread is certain. In "near-constant" the first column or row does not vary
/// at all. Where eps is small it is 0: the mean of other numbers is rounded, and the gradient of a variance
/// of 0 is 3e7 times as large as that rounding. Where eps is tiny it varies little, around 0.
inline Tensor sample_spread(backprop::Rng& rng, const Probe& probe, bool centre_by_column) {
  const double far = probe.id == "far-mean" ? 50.0 : 1.0;
  const Tensor centres = random_normal(rng, {centre_by_column ? probe.d : probe.n}, far * probe.scale);
  Tensor x = random_normal(rng, {probe.n, probe.d}, 0.2 * probe.scale);
  for (std::size_t n = 0; n < probe.n; ++n) {
    for (std::size_t d = 0; d < probe.d; ++d) {
      const double sign = (n + d) % 2 == 0 ? 1.0 : -1.0;
      double& value = x.values[n * probe.d + d];
      const std::size_t line = centre_by_column ? d : n;
      if (probe.id == "near-constant" && line == 0) {
        value = probe.index == 0   ? centres.values[line]
                : probe.index == 1 ? 0.0
                                   : tiny_deviation(rng, sign < 0.0);
      } else {
        value += sign * probe.scale + centres.values[line];
      }
    }
  }
  return x;
}

inline double sample_eps(const Probe& probe) {
  if (probe.id == "near-constant" && probe.index == 2) return kTinyEps;
  return probe.id == "large-eps" || (probe.id == "near-constant" && probe.index == 0) ? kLargeEps : kUsualEps;
}

/// gamma is away from 1 and has both signs; beta is away from 0.
inline Tensor sample_gamma(backprop::Rng& rng, const Probe& probe) {
  Tensor gamma = random_normal(rng, {probe.d}, 0.5);
  for (std::size_t d = 0; d < probe.d; ++d) gamma.values[d] += d % 3 == 2 ? -1.5 : 1.5;
  // The two ends say nothing about what is between them.
  if (probe.id == "small") gamma.values.back() = gamma.values.front();
  // A feature that is switched off still has a gradient of gamma.
  if (probe.id == "wide") gamma.values.back() = 0.0;
  return gamma;
}

}  // namespace grader
