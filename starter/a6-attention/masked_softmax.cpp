#include <backprop/masked_softmax.hpp>
#include <backprop/sequence.hpp>
#include <limits>

namespace backprop {

Forward<Tensor3, MaskedSoftmaxCache> masked_softmax_forward(const Tensor3& x, const Tensor3& mask) {
  require_shape("masked_softmax_forward", "mask", mask.shape(), {x.shape(0), x.shape(1), x.shape(2)},
                "(N, T, S)");
  // TODO(a6.masked_softmax): the largest of the scores that count, then as in softmax. What is the maximum of
  // no score at all, and what is 0 / 0?
  throw NotImplemented("masked_softmax_forward");
}

Tensor3 masked_softmax_backward(const Tensor3& dp, const MaskedSoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("masked_softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)},
                "(N, T, S)");
  // TODO(a6.masked_softmax): as in softmax. Where has the mask gone?
  throw NotImplemented("masked_softmax_backward");
}

}  // namespace backprop
