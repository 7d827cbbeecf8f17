/// Everything needed to call a layer: its names, its shapes, and the call itself. A worker contains only this
/// half of an op, and nothing that answers a question. The other half, with the right answers and the probes,
/// is in grader/ops/probing.hpp.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "grader/ops/tensor.hpp"

namespace grader {

struct InputSpec {
  std::string name;
  /// Symbols such as {"N", "D"}. The same symbol means the same size everywhere in the op.
  std::vector<std::string> shape;
  /// True if it has a gradient. The gradient has the same shape.
  bool differentiable = true;
  /// True if it holds integers: labels, tokens, actions.
  bool integer = false;
  /// For an integer tensor: the symbol, such as "C", of the size that all its values are below.
  std::string below = {};
};

/// An input without a gradient.
InputSpec fixed(const std::string& name, const std::vector<std::string>& shape);
/// An input of integers. When `below` is given, they are in [0, below).
InputSpec integers(const std::string& name, const std::vector<std::string>& shape,
                   const std::string& below = {});

struct OutputSpec {
  std::string name;
  std::vector<std::string> shape;
  /// True if it has an upstream gradient. False for state that a layer updates.
  bool differentiable = true;
};

/// A value inside a layer whose gradient the backward pass also returns, so that a student sees where a chain
/// of steps breaks. It is compared with the reference only, since it has no difference quotient.
struct NodeSpec {
  /// Its name: "var" for dvar.
  std::string name;
  std::vector<std::string> shape;
};

struct AttributeSpec {
  std::string name;
  std::string meaning;
  /// The smallest and the largest allowed value.
  double least;
  double most;
  /// True if only whole numbers are allowed.
  bool whole = false;

  /// Returns whether the layer may be called with this value. The reference need not survive any other.
  bool allows(double value) const {
    return value >= least && value <= most && !(whole && value != std::floor(value));
  }
};

/// The arguments of one call.
struct Case {
  Tensors inputs;
  Attributes attributes = {};
  /// A description of this case for the report. May be empty.
  std::string note = {};
};

/// A forward pass that has been run, with the cache for its backward pass. Exceptions of the layer pass
/// through.
struct Instance {
  Tensors outputs;
  /// Takes one upstream gradient per differentiable output. Returns one gradient per differentiable input and
  /// node, under their names.
  std::function<Tensors(const Tensors& upstream)> backward;
  /// Returns the names of inputs and upstream gradients that the layer wrote to, which is forbidden.
  std::function<std::vector<std::string>()> modified;
};

struct Layer {
  /// The layer's name, "affine". The registration sets it.
  std::string name = {};
  std::string summary;
  /// In the order of the forward pass's parameters, like the attributes.
  std::vector<InputSpec> inputs = {};
  std::vector<AttributeSpec> attributes = {};
  std::vector<OutputSpec> outputs;
  /// Values between the outputs and the first input, in the order in which the chain rule reaches them.
  std::vector<NodeSpec> nodes = {};
  /// For a layer with several steps: the gradients of each step, in the order in which the chain rule reaches
  /// them. The gradients of one step come from the same upstream gradient: {{"w2", "b2"}, {"w1", "b1"}}.
  std::vector<std::vector<std::string>> chain = {};
  /// True if the first input has a time axis T, which the backward pass follows from the last step to the
  /// first.
  bool back_in_time = false;
  /// Functions that a submission must define so that this op links. When empty, the registration sets
  /// NAME_forward and NAME_backward, or NAME alone for a function without a backward pass.
  std::vector<std::string> functions = {};
  /// The outside functions that the call itself needs; see grader/ops/outside.hpp.
  std::vector<std::string> outside = {};
  /// Runs the forward pass. The registration sets it.
  std::function<Instance(const Case&)> start = {};

  /// Returns the names of the differentiable inputs, in their order. Returns an empty list for a function
  /// without a backward pass.
  std::vector<std::string> gradients() const;
  /// Returns the names of the outputs that have an upstream gradient.
  std::vector<std::string> differentiable_outputs() const;
  /// Returns whether the backward pass gives the gradient of the input or node called `name`.
  bool has_gradient(const std::string& name) const;
};

}  // namespace grader
