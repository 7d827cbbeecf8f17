/// A residual block (He et al., 2015): the input, and what two layers make of it, added.
///
///     out = x + relu(x w1 + b1) w2 + b2
///
/// x goes two ways, and what comes back on both adds up. One of the ways has no weights and no gate in it: a
/// gradient arrives in full, however deep the stack of blocks. Call the layers of the first assignment;
/// derive nothing again.
/// N = batch size, D = features, H = hidden units.
#pragma once

#include <backprop/affine.hpp>
#include <backprop/relu.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct ResidualCache {
  AffineCache hidden;
  ReluCache relu;
  AffineCache branch;
};

/// x: (N, D), w1: (D, H), b1: (H), w2: (H, D), b2: (D).  Returns out: (N, D) and the cache.
/// Throws ShapeError when the sizes do not fit.
Forward<Matrix, ResidualCache> residual_forward(const Matrix& x, const Matrix& w1, const Vector& b1,
                                                const Matrix& w2, const Vector& b2);

struct ResidualGradients {
  Matrix dx;   // (N, D)
  Matrix dw1;  // (D, H)
  Vector db1;  // (H)
  Matrix dw2;  // (H, D)
  Vector db2;  // (D)
};

/// dout: (N, D) gradient of the loss with respect to out.  Returns the gradients of all five inputs.
ResidualGradients residual_backward(const Matrix& dout, const ResidualCache& cache);

}  // namespace backprop
