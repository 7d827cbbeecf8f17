/// Cases that combine sizes, attributes and values which the probes have one by one.
///
/// Code that is right for each of them may be wrong for two together: a window of one pixel with a border, a
/// large step with a slow decay, a state of zeros in a batch of one. And code often takes a short way for a
/// value that random normals never have: a zero, a tie, a sum that cancels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"

namespace grader {

/// Returns cases in which every two unusual values of the layer's sizes, attributes, inputs and upstream
/// gradients meet, as far as the layer allows it and the reference has one answer. They are small. `probes`
/// are those to start from, and the note of each case says what was changed.
Transcript combined_cases(const Op& op, const std::vector<Probe>& probes, std::uint64_t seed,
                          const Tolerance& tolerance);

}  // namespace grader
