#include <backprop/im2col.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Matrix, Im2colCache> im2col_forward(const Tensor4& x, std::size_t HH, std::size_t WW,
                                            const ConvParam& param) {
  return grader::call_outside_as(im2col_forward, "im2col_forward", x, HH, WW, param);
}

Tensor4 im2col_backward(const Matrix& dcols, const Im2colCache& cache) {
  return grader::call_outside_as(im2col_backward, "im2col_backward", dcols, cache);
}

}  // namespace backprop
