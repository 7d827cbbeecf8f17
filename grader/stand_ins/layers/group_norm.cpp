#include <backprop/group_norm.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor4, GroupNormCache> group_norm_forward(const Tensor4& x, const Vector& gamma, const Vector& beta,
                                                    std::size_t G, double eps) {
  return grader::call_outside_as(group_norm_forward, "group_norm_forward", x, gamma, beta, G, eps);
}

GroupNormGradients group_norm_backward(const Tensor4& dout, const GroupNormCache& cache) {
  return grader::call_outside_as(group_norm_backward, "group_norm_backward", dout, cache);
}

}  // namespace backprop
