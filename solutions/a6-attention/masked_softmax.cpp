#include <backprop/masked_softmax.hpp>
#include <backprop/sequence.hpp>
#include <limits>

namespace backprop {

Forward<Tensor3, MaskedSoftmaxCache> masked_softmax_forward(const Tensor3& x, const Tensor3& mask) {
  require_shape("masked_softmax_forward", "mask", mask.shape(), {x.shape(0), x.shape(1), x.shape(2)},
                "(N, T, S)");
  // BEGIN SOLUTION function: the largest of the scores that count, then as in softmax. What is the maximum of
  // no score at all, and what is 0 / 0?
  constexpr double kHidden = -std::numeric_limits<double>::infinity();
  const Tensor3 scores = where(mask, x, kHidden);
  const Matrix largest = max(scores, 2);
  const Tensor3 e = exp(scores - for_each_row(where(largest == kHidden, 0.0, largest)));  // e^-inf is 0
  const Matrix sums = sum(e, 2);
  const Tensor3 p = e / for_each_row(where(sums == 0.0, 1.0, sums));
  return {p, {p}};
  // END SOLUTION
}

Tensor3 masked_softmax_backward(const Tensor3& dp, const MaskedSoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("masked_softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)},
                "(N, T, S)");
  // BEGIN SOLUTION backward: as in softmax. Where has the mask gone?
  return p * (dp - for_each_row(sum(dp * p, 2)));
  // END SOLUTION
}

}  // namespace backprop
