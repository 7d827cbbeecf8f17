#include <backprop/max_pool.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor4, MaxPoolCache> max_pool_forward(const Tensor4& x, const PoolParam& param) {
  return grader::call_outside_as(max_pool_forward, "max_pool_forward", x, param);
}

Tensor4 max_pool_backward(const Tensor4& dout, const MaxPoolCache& cache) {
  return grader::call_outside_as(max_pool_backward, "max_pool_backward", dout, cache);
}

}  // namespace backprop
