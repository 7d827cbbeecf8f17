/// One gradient of a layer, judged: the first class that fails is the one reported.
///
///  1. shape and finite values;
///  2. linearity in the upstream gradient: b(0) = 0 and b(a u + c v) = a b(u) + c b(v);
///  3. numeric: the adjoint identity against the slope of the forward pass;
///  4. reference: element by element against the reference's backward pass.
#pragma once

#include "grader/checks/finding.hpp"

namespace grader {

/// `name`: the input or node whose gradient is judged, "x" for dx. A node has no slope: class 3 is left out. Of an op with nodes
/// the message says at which of them the chain breaks. `probes`: only the cases of these; empty: all.
Finding check_gradient(const Op& op, const Transcript& transcript, const std::string& name,
                       const std::vector<std::string>& probes = {});

}  // namespace grader
