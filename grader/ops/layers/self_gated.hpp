/// Shared by gates over sequences that x itself opens: x times a gate of x.
#pragma once

#include "grader/ops/layers/gate.hpp"
#include "grader/ops/layers/recurrent.hpp"

namespace grader {

inline Layer self_gated(const std::string& summary) {
  return {.summary = summary, .inputs = {{"x", {"N", "T", "D"}}}, .outputs = {{"out", {"N", "T", "D"}}}};
}

// The rest belongs to the grader.

/// Probes with time steps; every band of x in which the gate is neither open nor closed; and |x| up to 1e3,
/// where e^|x| overflows.
inline std::vector<Probe> self_gated_probes() {
  return sequence_probes_and({{.id = "bands", .n = 6, .d = 7, .m = 2, .t = 3},
                              {.id = "saturated", .n = 4, .d = 3, .m = 5, .t = 2},
                              {.id = "extreme", .n = 3, .d = 5, .m = 4, .t = 2}});
}

/// Returns x: (N, T, D).
inline Tensor sample_self_gated(backprop::Rng& rng, const Probe& probe) {
  return saturating_values(rng, probe, {probe.n, probe.t, probe.d});
}

}  // namespace grader
