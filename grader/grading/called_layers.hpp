/// Finds the layers that a layer runs.
#pragma once

#include <set>
#include <string>

namespace grader {

/// Returns the ops whose headers are included by the header and the starter file of `op`: lstm_step for lstm.
/// A student who writes the layer as the header says calls these ops, so a worker needs them.
std::set<std::string> called_layers(const std::string& op);

}  // namespace grader
