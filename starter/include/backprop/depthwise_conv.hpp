/// The depthwise convolution: each channel has a filter of its own, and channels do not meet.
///
///     out_ncij = b_c + sum_kl w_ckl xp_nc(S i + k, S j + l)        xp: x within a border of zeros
///
/// The filter is not flipped. A convolution has C F HH WW weights, this one C HH WW.
/// N = batch size, C = channels, H and W = height and width of an image, HH and WW = height and width of a
/// filter, S = stride, H_out and W_out = number of windows down and across.
#pragma once

#include <backprop/conv_param.hpp>
#include <backprop/pad.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct DepthwiseConvCache {
  Tensor4 x;  // (N, C, H, W)
  Tensor3 w;  // (C, HH, WW)
  ConvParam param;
};

/// x: (N, C, H, W), w: (C, HH, WW), b: (C).  Returns out: (N, C, H_out, W_out) and the cache.
/// Throws ShapeError when the sizes do not fit, or when a filter is larger than the padded image.
Forward<Tensor4, DepthwiseConvCache> depthwise_conv_forward(const Tensor4& x, const Tensor3& w,
                                                            const Vector& b, const ConvParam& param);

struct DepthwiseConvGradients {
  Tensor4 dx;  // (N, C, H, W)
  Tensor3 dw;  // (C, HH, WW)
  Vector db;   // (C)
};

/// dout: (N, C, H_out, W_out) gradient of the loss with respect to out.  Returns dx, dw, db.
/// Throws ShapeError when dout does not fit the cache.
DepthwiseConvGradients depthwise_conv_backward(const Tensor4& dout, const DepthwiseConvCache& cache);

}  // namespace backprop
