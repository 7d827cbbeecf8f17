/// Softmax with cross-entropy at every time step. The mask tells which steps count: sequences in a batch are
/// padded to the same length, and padding is nothing to learn from.
///
///     p_ntv = e^x_ntv / sum_k e^x_ntk        loss = -1/N sum_nt mask_nt log p_nt,y(n,t)
///
/// The sum over time is not divided by T: as in CS231n, the loss is that of a whole sequence, averaged over
/// the batch.
/// N = sequences, T = time steps, V = words in the vocabulary.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct TemporalSoftmaxLossCache {
  Tensor3 probabilities;  // (N, T, V) p, each step's sum is 1
  LabelMatrix y;          // (N, T)
  Matrix mask;            // (N, T)
};

/// x: (N, T, V) scores (logits), y: (N, T) the right words, each in [0, V), mask: (N, T) 1 where a step
/// counts and 0 where it does not.  Returns the loss, one number, and the cache. Must not overflow for |x| up
/// to 1e3, as softmax_loss. Throws ShapeError when the sizes do not fit, std::out_of_range for a word outside
/// [0, V).
Forward<double, TemporalSoftmaxLossCache> temporal_softmax_loss_forward(const Tensor3& x,
                                                                        const LabelMatrix& y,
                                                                        const Matrix& mask);

/// dloss: the upstream gradient, one number.  Returns dx: (N, T, V).
Tensor3 temporal_softmax_loss_backward(double dloss, const TemporalSoftmaxLossCache& cache);

}  // namespace backprop
