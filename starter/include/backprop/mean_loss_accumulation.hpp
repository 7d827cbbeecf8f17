/// The gradient of a mean loss, accumulated over micro-batches since the whole batch does not fit into
/// memory.
///
///     loss = 1/N sum_n 1/2 (x_n w - y_n)^2
///
/// The examples come in K micro-batches, in order, of counts_0, counts_1, ... examples, and these counts need
/// not be equal. The accumulated gradient must be that of the loss above: how the batch was cut up must not
/// matter.
/// N = examples in all, K = micro-batches, D = features.
#pragma once

#include <backprop/tensor.hpp>
#include <vector>

namespace backprop {

/// One micro-batch after its forward pass.
struct MicroBatch {
  Matrix x;      // (n, D), n its own number of examples
  Vector error;  // (n) x w - y
};

struct MeanLossAccumulationCache {
  std::vector<MicroBatch> micro_batches;  // K of them
};

/// x: (N, D), y: (N), w: (D), counts: (K), each at least 1, with the sum N.
/// Returns the loss, one number, and the cache. Throws ShapeError when the sizes do not fit.
Forward<double, MeanLossAccumulationCache> mean_loss_accumulation_forward(const Matrix& x, const Vector& y,
                                                                          const Vector& w,
                                                                          const Labels& counts);

/// dloss: the upstream gradient, one number.  Returns dw: (D).
Vector mean_loss_accumulation_backward(double dloss, const MeanLossAccumulationCache& cache);

}  // namespace backprop
