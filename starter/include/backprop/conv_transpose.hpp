/// The transposed convolution, which makes images larger: each pixel of x puts a multiple of the filter into
/// out.
///
///     outp_nc(S i + k, S j + l) += sum_f x_nfij w_fckl        out: outp without its border, plus b_c
///
/// It walks over the same windows as a convolution from out to x, and every line of that picture is used the
/// other way round: its forward pass is how a convolution computes dx. Where windows overlap, their multiples
/// add up, and the border of `pad` pixels is thrown away. N = batch size, F = channels of x, H and W = height
/// and width of x, C = channels of out, HH and WW = height and width of a filter, S = stride, H_out = S (H -
/// 1) + HH - 2 pad, W_out = S (W - 1) + WW - 2 pad.
#pragma once

#include <backprop/conv_param.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct ConvTransposeCache {
  Tensor4 x;  // (N, F, H, W)
  Tensor4 w;  // (F, C, HH, WW)
  ConvParam param;
};

/// x: (N, F, H, W), w: (F, C, HH, WW), b: (C).  Returns out: (N, C, H_out, W_out) and the cache.
/// Throws ShapeError when the sizes do not fit, when the border leaves nothing, or when the stride is 0.
Forward<Tensor4, ConvTransposeCache> conv_transpose_forward(const Tensor4& x, const Tensor4& w,
                                                            const Vector& b, const ConvParam& param);

struct ConvTransposeGradients {
  Tensor4 dx;  // (N, F, H, W)
  Tensor4 dw;  // (F, C, HH, WW)
  Vector db;   // (C)
};

/// dout: (N, C, H_out, W_out) gradient of the loss with respect to out.  Returns dx, dw, db.
/// Throws ShapeError when dout does not fit the cache.
ConvTransposeGradients conv_transpose_backward(const Tensor4& dout, const ConvTransposeCache& cache);

}  // namespace backprop
