#include <backprop/sequence.hpp>
#include <backprop/softmax.hpp>

namespace backprop {

Forward<Tensor3, SoftmaxCache> softmax_forward(const Tensor3& x) {
  // BEGIN SOLUTION forward: subtract each row's maximum, exponentiate, divide by the row's sum.
  const Tensor3 e = exp(x - for_each_row(max(x, 2)));
  const Tensor3 p = e / for_each_row(sum(e, 2));
  return {p, {p}};
  // END SOLUTION
}

Tensor3 softmax_backward(const Tensor3& dp, const SoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)}, "(N, T, S)");
  // BEGIN SOLUTION backward: a score reaches its own probability, and all of its row through the sum. One
  // number for each row is enough; no Jacobian.
  return p * (dp - for_each_row(sum(dp * p, 2)));
  // END SOLUTION
}

}  // namespace backprop
