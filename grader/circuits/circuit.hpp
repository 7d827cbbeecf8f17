/// A circuit with numbers on its wires: values forward in black, gradients backward in red.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace grader {

/// A gate, an input or the output. A dot without a label is a copy.
struct CircuitNode {
  std::string name;
  std::string label;
  double column = 0;  ///< from the left
  double row = 0;     ///< from the top
};

/// What flows from one node to another. `gradient` is that of the loss with respect to `value`.
struct CircuitWire {
  std::string name;  ///< "p"; the gradient is called "dp"
  std::string from;  ///< names of nodes
  std::string to;
  double value = 0;
  double gradient = 0;
  /// The right gradient, where `gradient` is a student's and wrong. The wire is marked, and both are drawn.
  std::optional<double> right_gradient = {};
};

struct Circuit {
  std::string title;  ///< what a screen reader says
  std::vector<CircuitNode> nodes;
  std::vector<CircuitWire> wires;
};

/// Returns the drawing, a whole SVG document that adapts to light and dark. Throws std::logic_error when a
/// wire names a node that is not there.
std::string circuit_svg(const Circuit& circuit);

}  // namespace grader
