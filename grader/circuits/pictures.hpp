/// The circuits of the course, each described once: where its nodes are, and what its wires carry.
#pragma once

#include <map>
#include <string>

#include "grader/circuits/circuit.hpp"

namespace grader {

/// What the wires carry, by their names.
struct WireNumbers {
  std::map<std::string, double> values;
  std::map<std::string, double> gradients;
};

/// Returns the values on all wires of the seven gates of assignment 1 for these inputs.
std::map<std::string, double> values_of_seven_gates(double x, double y, double z);

/// The seven gates of assignment 1. Throws std::out_of_range when a wire has no number. The wire `out` has
/// the upstream gradient.
Circuit seven_gates(const WireNumbers& numbers);

/// Batch normalisation, as assignment 2 draws it: one feature, and of the batch one example. A wire between
/// numbers of the example and numbers of the feature has the example's share of the gradient where the batch
/// was averaged, and the sum over the batch where a number was broadcast. Its name ends in "@" and the node
/// that it leads to where one node sends a number two ways.
Circuit batchnorm_graph(const WireNumbers& numbers);

}  // namespace grader
