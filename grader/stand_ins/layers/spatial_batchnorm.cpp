#include <backprop/spatial_batchnorm.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor4, SpatialBatchnormCache> spatial_batchnorm_forward(const Tensor4& x, const Vector& gamma,
                                                                  const Vector& beta, BatchnormParam& param) {
  return grader::call_outside_as(spatial_batchnorm_forward, "spatial_batchnorm_forward", x, gamma, beta,
                                 param);
}

SpatialBatchnormGradients spatial_batchnorm_backward(const Tensor4& dout,
                                                     const SpatialBatchnormCache& cache) {
  return grader::call_outside_as(spatial_batchnorm_backward, "spatial_batchnorm_backward", dout, cache);
}

}  // namespace backprop
