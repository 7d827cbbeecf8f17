/// The convolution layer. What it computes is a cross-correlation: the filter is not flipped.
///
///     out_nfij = b_f + sum_ckl w_fckl xp_nc(S i + k, S j + l)        xp: x within a border of zeros
///
/// The windows overlap where S < HH, and pixels lie in several of them. Where S > HH, some pixels lie in
/// none, like those at the end that are too few for another window. The border of zeros is no part of x. N =
/// batch size, C = channels, H and W = height and width of an image, F = filters, HH and WW = height and
/// width of a filter, S = stride, H_out and W_out = number of windows down and across.
#pragma once

#include <backprop/conv_param.hpp>
#include <backprop/pad.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct ConvCache {
  Tensor4 x;  // (N, C, H, W)
  Tensor4 w;  // (F, C, HH, WW)
  ConvParam param;
};

/// x: (N, C, H, W), w: (F, C, HH, WW), b: (F).  Returns out: (N, F, H_out, W_out) and the cache.
/// Throws ShapeError when the sizes do not fit, or when a filter is larger than the padded image.
Forward<Tensor4, ConvCache> conv_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                         const ConvParam& param);

struct ConvGradients {
  Tensor4 dx;  // (N, C, H, W)
  Tensor4 dw;  // (F, C, HH, WW)
  Vector db;   // (F)
};

/// dout: (N, F, H_out, W_out) gradient of the loss with respect to out.  Returns dx, dw, db.
/// Throws ShapeError when dout does not fit the cache.
ConvGradients conv_backward(const Tensor4& dout, const ConvCache& cache);

}  // namespace backprop
