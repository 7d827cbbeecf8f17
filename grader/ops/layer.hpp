/// What it takes to call a layer: its names, its shapes, and the call itself. A worker holds this and nothing
/// else of an op; what is right, and where to look, is in grader/ops/probing.hpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/ops/tensor.hpp"

namespace grader {

struct InputSpec {
  std::string name;
  /// Symbols, {"N", "D"}. The same symbol is the same size everywhere in the op.
  std::vector<std::string> shape;
  /// Has a gradient, of the same shape.
  bool differentiable = true;
  /// Labels, tokens, actions.
  bool integer = false;
  /// Of an integer tensor: the symbol that its values stay below, "C".
  std::string below = {};
};

/// An input without a gradient.
InputSpec fixed(const std::string& name, const std::vector<std::string>& shape);
/// An input of integers; with `below`, of integers in [0, below).
InputSpec integers(const std::string& name, const std::vector<std::string>& shape,
                   const std::string& below = {});

struct OutputSpec {
  std::string name;
  std::vector<std::string> shape;
  /// Has an upstream gradient. False for state that a layer moves on.
  bool differentiable = true;
};

/// A value within a layer whose gradient the backward pass gives as well, so that one sees where a chain of
/// steps breaks. It has no slope to compare with, only the reference.
struct NodeSpec {
  /// "var" for dvar.
  std::string name;
  std::vector<std::string> shape;
};

struct AttributeSpec {
  std::string name;
  std::string meaning;
  /// The values that it takes, both ends included.
  double least;
  double most;
  /// Only whole numbers.
  bool whole = false;
};

/// The arguments of one call.
struct Case {
  Tensors inputs;
  Attributes attributes = {};
  /// What this case is about, in words for the report; may be empty.
  std::string note = {};
};

/// A forward pass that has been run, with the cache that its backward pass needs. The layer's exceptions pass
/// through.
struct Instance {
  Tensors outputs;
  /// Upstream gradients, one per differentiable output, to gradients, one per differentiable input and node,
  /// by their names.
  std::function<Tensors(const Tensors& upstream)> backward;
  /// Names of the inputs and upstream gradients that the layer has written to, though it must not.
  std::function<std::vector<std::string>()> modified;
};

struct Layer {
  /// "affine". Set by the registration.
  std::string name = {};
  std::string summary;
  /// In the order of the forward pass's parameters, as are the attributes.
  std::vector<InputSpec> inputs = {};
  std::vector<AttributeSpec> attributes = {};
  std::vector<OutputSpec> outputs;
  /// Between the outputs and the first input, in the order in which the chain rule meets them.
  std::vector<NodeSpec> nodes = {};
  /// For a layer of several steps: the gradients, step by step, in the order in which the chain rule meets
  /// them. Those of one step come from the same upstream gradient: {{"w2", "b2"}, {"w1", "b1"}}.
  std::vector<std::vector<std::string>> chain = {};
  /// The first input has a time axis T, and the backward pass walks along it from the last step to the first.
  bool back_in_time = false;
  /// Functions that a submission must define for this op to link. Where empty, the registration puts
  /// NAME_forward and NAME_backward, or NAME alone for a function without a backward pass.
  std::vector<std::string> functions = {};
  /// Runs the forward pass. Set by the registration.
  std::function<Instance(const Case&)> start = {};

  /// Names of the differentiable inputs, in order of the inputs; empty for a function without a backward
  /// pass.
  std::vector<std::string> gradients() const;
  /// Names of the outputs that have an upstream gradient.
  std::vector<std::string> differentiable_outputs() const;
  /// Whether the layer's backward pass gives the gradient of an input or node of that name.
  bool has_gradient(const std::string& name) const;
};

}  // namespace grader
