/// The contract: what every layer must keep before its gradients are looked at. The forward pass gives the
/// right output. Nothing that was handed in is written to. The same call gives the same bits. Two instances
/// share no state.
#pragma once

#include "grader/checks/finding.hpp"

namespace grader {

Finding check_contract(const Op& op, const Transcript& transcript);

/// Checks names, shapes and values of the outputs. A function without a backward pass has nothing else to
/// check. `probes` limits the check to the cases of these probes; an empty list means all cases.
Finding check_outputs(const Op& op, const Transcript& transcript,
                      const std::vector<std::string>& probes = {});

}  // namespace grader
