#include <backprop/conv_im2col.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor4, ConvIm2colCache> conv_im2col_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                                      const ConvParam& param) {
  return grader::call_outside_as(conv_im2col_forward, "conv_im2col_forward", x, w, b, param);
}

ConvIm2colGradients conv_im2col_backward(const Tensor4& dout, const ConvIm2colCache& cache) {
  return grader::call_outside_as(conv_im2col_backward, "conv_im2col_backward", dout, cache);
}

}  // namespace backprop
