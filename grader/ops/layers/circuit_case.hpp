/// Shared by the op of the circuit and its wrong backward passes.
#pragma once

#include <backprop/circuit.hpp>

#include "grader/ops/call.hpp"

namespace grader {

/// The gradients of all wires, by inputs and nodes.
inline Tensors circuit_gradients(const backprop::CircuitSteps& steps) {
  return {
      {"q", Tensor::scalar(steps.dq)}, {"m", Tensor::scalar(steps.dm)},   {"s2", Tensor::scalar(steps.ds2)},
      {"p", Tensor::scalar(steps.dp)}, {"s1", Tensor::scalar(steps.ds1)}, {"s", Tensor::scalar(steps.ds)},
      {"x", Tensor::scalar(steps.dx)}, {"y1", Tensor::scalar(steps.dy1)}, {"y2", Tensor::scalar(steps.dy2)},
      {"z", Tensor::scalar(steps.dz)}, {"y", Tensor::scalar(steps.dy)}};
}

}  // namespace grader
