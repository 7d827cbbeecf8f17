/// Softmax over the last axis, as a layer of its own: attention puts one between two products.
///
///     p_nts = e^x_nts / sum_k e^x_ntk
///
/// Each row p_nt sums to 1, so dx sums to 0 along a row. The Jacobian of a row, S by S numbers, is never
/// needed: it is a diagonal and a product of two vectors. Where one score is far above the others of its row,
/// the softmax is saturated, and dx is 0. Must not overflow for |x| up to 1e3.
/// N = sequences, T = rows of each, S = scores in a row.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct SoftmaxCache {
  Tensor3 p;  // (N, T, S) the output; all that the backward pass needs
};

/// x: (N, T, S).  Returns p: (N, T, S) and the cache.
Forward<Tensor3, SoftmaxCache> softmax_forward(const Tensor3& x);

/// dp: (N, T, S) gradient of the loss with respect to p.  Returns dx: (N, T, S).
/// Throws ShapeError when dp and cache.p differ in shape.
Tensor3 softmax_backward(const Tensor3& dp, const SoftmaxCache& cache);

}  // namespace backprop
