/// Shared by elementwise layers, which map x to an output of the same shape.
#pragma once

#include <string>

#include "grader/ops/call.hpp"

namespace grader {

inline Layer gate(const std::string& summary, const std::string& output) {
  return {.summary = summary, .inputs = {{"x", {"N", "D"}}}, .outputs = {{output, {"N", "D"}}}};
}

// The rest belongs to the grader.

/// Returns x from -12 to 12 in steps of 1/4, and sizes from 1e-12 to 1e-1 of both signs. A gate that is cut
/// off, or approximated, within some band of x is tried in that band whatever the seed.
inline std::vector<double> values_in_every_band() {
  std::vector<double> values;
  for (int quarter = -48; quarter <= 48; ++quarter) values.push_back(0.25 * quarter);
  for (double size = 1e-12; size < 0.2; size *= 10.0) {
    values.push_back(size);
    values.push_back(-size);
  }
  return values;
}

/// Returns x of that shape.
inline Tensor saturating_values(backprop::Rng& rng, const Probe& probe, const Shape& shape) {
  if (probe.id == "saturated") return random_choice(rng, shape, {-37, -20, -8, 0, 8, 20, 37});
  if (probe.id == "extreme") return random_choice(rng, shape, {-1000, -400, 0, 400, 1000});
  if (probe.id == "bands") return random_choice(rng, shape, values_in_every_band());
  return random_normal(rng, shape, probe.scale);
}

inline Case sample_saturating(backprop::Rng& rng, const Probe& probe) {
  return {{{"x", saturating_values(rng, probe, {probe.n, probe.d})}}};
}

/// Probing of a smooth gate that saturates: the standard probes, every band of x in which it is not yet
/// saturated, and |x| up to 1e3, where e^|x| overflows.
inline Probing saturating(std::vector<KnownAnswer> known_answers) {
  return {.probes = standard_probes_and({{.id = "bands", .n = 13, .d = 10, .m = 3, .cases = 1},
                                         {.id = "saturated", .n = 4, .d = 6, .m = 3},
                                         {.id = "extreme", .n = 5, .d = 4, .m = 3}}),
          .sample = sample_saturating,
          .known_answers = std::move(known_answers)};
}

inline Tensor sample_kinked(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.d};
  if (probe.id == "near-kink") {
    return random_choice(rng, shape, {-1e6, -3, -0.2, -0.05, -1e-3, 1e-3, 0.05, 0.2, 3, 1e6});
  }
  // The smallest has an infinite reciprocal. A threshold beside 0 shows on the values beside 0. No difference
  // quotient fits between them and the kink.
  if (probe.id == "at-kink")
    return random_choice(
        rng, shape,
        {-1, -1e-4, -1e-8, -1e-12, -1e-17, -1e-150, 0, 0x1p-1060, 1e-150, 1e-17, 1e-12, 1e-8, 1e-4, 1});
  return random_normal(rng, shape, probe.scale);
}

/// Returns x with its exact zeros replaced by `value`.
inline Case with_zeros_moved(Case the_case, double value) {
  for (double& x : the_case.inputs.at("x").values) {
    if (x == 0.0) x = value;
  }
  return the_case;
}

/// A distance from the kink at which only the branch changes.
inline std::vector<Case> nudged_off_zero(const Case& the_case) {
  return {with_zeros_moved(the_case, 1e-13), with_zeros_moved(the_case, -1e-13)};
}

inline std::vector<double> values_of_x(const Case& the_case) { return the_case.inputs.at("x").values; }

/// Probing of a gate with a kink at 0: the standard probes, inputs close to the kink on both sides, beside
/// very large ones, and inputs on it, beside very small ones, also such
/// as a sum with 1 loses.
inline Probing kinked(std::vector<KnownAnswer> known_answers) {
  return {.probes = standard_probes_and(
              {{.id = "near-kink", .n = 5, .d = 6, .m = 3}, {.id = "at-kink", .n = 4, .d = 7, .m = 3}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", sample_kinked(rng, probe)}}};
          },
          .switches = values_of_x,
          .nudges = nudged_off_zero,
          .known_answers = std::move(known_answers)};
}

}  // namespace grader
