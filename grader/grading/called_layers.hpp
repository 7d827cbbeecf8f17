/// Which layers a layer runs.
#pragma once

#include <set>
#include <string>

namespace grader {

/// The ops whose headers the starter file and the header of `op` include: lstm_step for lstm. Whoever writes
/// the layer as the header says calls these, so a worker needs them.
std::set<std::string> called_layers(const std::string& op);

}  // namespace grader
