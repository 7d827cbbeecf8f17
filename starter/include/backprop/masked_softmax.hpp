/// Softmax over those scores of each row that a mask lets count.
///
///     p_nts = mask_nts e^x_nts / sum_k mask_ntk e^x_ntk        and 0 throughout a row that is masked whole
///
/// A hidden score has probability 0, has no say in the others, and has gradient 0, whatever it is: it may be
/// far above all scores that count. A row that is masked whole, such as the query of a padded word, has
/// p = 0 and dx = 0 in all places, and never NaN: one NaN spreads to every shared weight. Must not overflow
/// for |x| up to 1e3. N = sequences, T = rows of each (queries), S = scores in a row (keys).
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct MaskedSoftmaxCache {
  Tensor3 p;  // (N, T, S) the output; all that the backward pass needs
};

/// x: (N, T, S) scores, mask: (N, T, S) 1 where a score counts and 0 where it is hidden.  Returns p:
/// (N, T, S) and the cache.  Throws ShapeError when x and mask differ in shape.
Forward<Tensor3, MaskedSoftmaxCache> masked_softmax_forward(const Tensor3& x, const Tensor3& mask);

/// dp: (N, T, S) gradient of the loss with respect to p.  Returns dx: (N, T, S); the mask has no gradient.
/// Throws ShapeError when dp and cache.p differ in shape.
Tensor3 masked_softmax_backward(const Tensor3& dp, const MaskedSoftmaxCache& cache);

}  // namespace backprop
