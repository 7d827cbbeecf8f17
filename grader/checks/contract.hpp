/// The contract: what every layer must keep before its numbers are looked at. The forward pass gives the
/// right output; nothing that was handed in is written to; the same call gives the same bits; two instances
/// do not share state.
#pragma once

#include "grader/checks/finding.hpp"

namespace grader {

Finding check_contract(const Op& op, const Transcript& transcript);

/// Do outputs have the right names, shapes and values? For functions without a backward pass this is all
/// there is to check. `probes`: only the cases of these; empty: all.
Finding check_outputs(const Op& op, const Transcript& transcript,
                      const std::vector<std::string>& probes = {});

}  // namespace grader
