/// A circuit of seven gates, with one number on each wire. The first handout draws it.
///
///     y1 = y2 = y      p = x y1          s = y2 + z      s1 = s2 = s
///     m = max(p, s1)   q = m s2          out = q^2
///
/// Four kinds of gates: a copy, a product, a sum, a maximum; and a square at the end. The gradient of a wire
/// is the upstream gradient of its gate times the gate's local gradient there.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// The values of the wires that a backward pass needs.
struct CircuitCache {
  double x, y, z;  // the inputs
  double p, s;     // the inputs of the maximum: y1 and y2 are y, s1 and s2 are s
  double m, q;
};

/// Any three numbers.  Returns out, and the cache.
Forward<double, CircuitCache> circuit_forward(double x, double y, double z);

/// The gradient of the loss with respect to every wire, in the order in which the chain rule meets them.
struct CircuitSteps {
  double dq;
  double dm;
  double ds2;
  double dp;
  double ds1;
  double ds;
  double dx;
  double dy1;
  double dy2;
  double dz;
  double dy;
};

/// dout: one number, the gradient of the loss with respect to out.  Returns all gradients, wire by wire.
/// Where p and s1 are equal, the maximum may hand its gradient to either of them, or a share to each.
CircuitSteps circuit_backward(double dout, const CircuitCache& cache);

}  // namespace backprop
