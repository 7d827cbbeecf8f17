/// Calls a subject's layers as a training loop does, with typed tensors in and out. An output or gradient
/// that is missing or has the wrong shape is the student's failure, and the message names it.
#pragma once

#include "grader/checks/subject.hpp"
#include "grader/ops/xtensor_bridge.hpp"

namespace grader {

/// A forward pass that a subject has run.
class LayerCall {
 public:
  LayerCall(Subject& subject, const std::string& op, Tensors inputs, Attributes attributes = {});

  /// Returns the output with this name. Throws Failure unless it has `shape`.
  Tensor output(const std::string& name, const Shape& shape) const;
  backprop::Matrix matrix(const std::string& name, std::size_t rows, std::size_t columns) const;
  double number(const std::string& name) const;

  /// Runs the backward pass. Throws Failure unless every gradient has its input's shape.
  Tensors backward(const Tensors& upstream);

 private:
  std::string op_;
  std::map<std::string, Shape> input_shapes_;
  std::unique_ptr<Running> running_;
};

}  // namespace grader
