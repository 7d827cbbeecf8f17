// An additive mask that is far below every score instead of minus infinity, and a product with the mask at
// the end, in both directions.
#include <backprop/masked_softmax.hpp>

namespace backprop {

Forward<Tensor3, MaskedSoftmaxCache> masked_softmax_forward(const Tensor3& x, const Tensor3& mask) {
  require_shape("masked_softmax_forward", "mask", mask.shape(), {x.shape(0), x.shape(1), x.shape(2)},
                "(N, T, S)");
  const std::size_t N = x.shape(0), T = x.shape(1);
  const Tensor3 scores = mask * x - 1e6 * (1.0 - mask);
  const Tensor3 e = exp(scores - reshape(max(scores, 2), {N, T, 1}));
  const Tensor3 p = mask * e / reshape(sum(e, 2), {N, T, 1});
  return {p, {p}};
}

Tensor3 masked_softmax_backward(const Tensor3& dp, const MaskedSoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("masked_softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)},
                "(N, T, S)");
  const Tensor3 weighted = p * dp;
  return (weighted - p * reshape(sum(weighted, 2), {p.shape(0), p.shape(1), 1})) * (p > 0.0);
}

}  // namespace backprop
