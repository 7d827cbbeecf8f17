/// An op: one layer as the grader sees it, described once. Linked with the solutions it is the reference; linked with a
/// student's files it is what the worker runs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/ops/probe.hpp"
#include "grader/ops/tensor.hpp"

namespace grader {

struct InputSpec {
  std::string name;
  std::vector<std::string>
      shape;                   // symbols, {"N", "D"}; the same symbol is the same size everywhere in the op
  bool differentiable = true;  // has a gradient, of the same shape
  bool integer = false;        // labels, tokens, actions
  std::string below = {};      // of an integer tensor: the symbol its values stay below, "C"
};

struct OutputSpec {
  std::string name;
  std::vector<std::string> shape;
  bool differentiable = true;  // has an upstream gradient; false for state that a layer moves on, say
};

/// A node within a layer whose gradient the layer's backward pass is to give as well, so that one sees where a chain of steps
/// breaks. It has no slope to be held against, but only the reference.
struct NodeSpec {
  std::string name;  // "var" for dvar
  std::vector<std::string> shape;
};

struct AttributeSpec {
  std::string name;
  std::string meaning;
  double least;  // what values it takes, both ends included
  double most;
  bool whole = false;  // only whole numbers
};

/// Concrete arguments of one call.
struct Case {
  Tensors inputs;
  Attributes attributes;
  std::string note;  // what this case is about, in words for the report; may be empty
};

/// A forward pass that has been run, with the cache its backward pass needs. The exceptions of the layer pass through.
struct Instance {
  Tensors outputs;
  /// Upstream gradients, one per differentiable output, to gradients, one per differentiable input and node, by their names.
  std::function<Tensors(const Tensors& upstream)> backward;
  /// Names of the inputs and upstream gradients that the layer has written to, though it must not.
  std::function<std::vector<std::string>()> modified;
};

struct Op {
  std::string name;
  std::string summary;
  std::vector<InputSpec> inputs;
  std::vector<AttributeSpec> attributes;
  std::vector<OutputSpec> outputs;
  /// Between the outputs and the first input, in the order in which the chain rule meets them.
  std::vector<NodeSpec> nodes = {};
  /// For a layer of several steps: the gradients, step by step, in the order in which the chain rule meets them. Those of one step
  /// come from the same upstream gradient: {{"w2", "b2"}, {"w1", "b1"}}.
  std::vector<std::vector<std::string>> chain = {};
  /// The first input has a time axis T, and the backward pass walks along it from the last step to the first.
  bool back_in_time = false;
  /// Functions that a submission must define for this op to link, for messages.
  std::vector<std::string> functions;

  std::function<Instance(const Case&)> start;
  std::vector<Probe> probes;
  /// A case of the given probe.
  std::function<Case(backprop::Rng&, const Probe&)> sample;
  /// Changes the random upstream gradients of a case of this probe: none but at the last time step, say. Empty: they stay.
  std::function<void(const Probe&, Tensors& upstream)> shape_upstream = {};

  /// The quantities whose signs decide which branch each element takes, x for relu; empty function: the op is smooth.
  /// Where one of them is 0 the case sits on a kink.
  std::function<std::vector<double>(const Case&)> switches;
  /// For a case on a kink: the case moved off it by a hair, to every side that matters. The right gradients lie between those
  /// of the moved cases, element by element.
  std::function<std::vector<Case>(const Case&)> nudges;

  /// Names of the differentiable inputs, in order of the inputs; empty for a function without a backward pass.
  std::vector<std::string> gradients() const;
  /// Names of the outputs that have an upstream gradient.
  std::vector<std::string> differentiable_outputs() const;
  /// Whether the layer's backward pass gives the gradient of an input or node of that name.
  bool has_gradient(const std::string& name) const;
};

}  // namespace grader
