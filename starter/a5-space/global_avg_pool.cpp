#include <backprop/global_avg_pool.hpp>

namespace backprop {

Forward<Matrix, GlobalAvgPoolCache> global_avg_pool_forward(const Tensor4& x) {
  return {mean(x, {2, 3}), {x.shape(2), x.shape(3)}};
}

Tensor4 global_avg_pool_backward(const Matrix& dout, const GlobalAvgPoolCache& cache) {
  // TODO(a5.global_avg_pool): what share of a mean does each pixel have? Every pixel of a channel gets it.
  throw NotImplemented("global_avg_pool_backward");
}

}  // namespace backprop
