/// The convolution layer of conv.hpp once more, as one product of matrices.
///
///     rows = im2col(x) wr^T + b        rows: (R, F), wr: (F, Q) is w, each filter a row
///     out_nfij = rows(r, f)            r = (n, i, j)
///
/// Each window is an example of an affine layer. This takes HH WW / S^2 times the memory of x, and is many
/// times as fast as loops, since a product of matrices is what computers are best at. N = batch size, C =
/// channels, H and W = height and width of an image, F = filters, HH and WW = height and width of a filter, S
/// = stride, H_out and W_out = number of windows down and across, R = N H_out W_out, Q = C HH WW.
#pragma once

#include <backprop/conv_param.hpp>
#include <backprop/im2col.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct ConvIm2colCache {
  Matrix cols;  // (R, Q) the windows of x
  Tensor4 w;    // (F, C, HH, WW)
  Im2colCache windows;
};

/// x: (N, C, H, W), w: (F, C, HH, WW), b: (F).  Returns out: (N, F, H_out, W_out) and the cache.
/// Throws ShapeError when the sizes do not fit, or when a filter is larger than the padded image.
Forward<Tensor4, ConvIm2colCache> conv_im2col_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                                      const ConvParam& param);

struct ConvIm2colGradients {
  Tensor4 dx;  // (N, C, H, W)
  Tensor4 dw;  // (F, C, HH, WW)
  Vector db;   // (F)
};

/// dout: (N, F, H_out, W_out) gradient of the loss with respect to out.  Returns dx, dw, db.
/// Throws ShapeError when dout does not fit the cache.
ConvIm2colGradients conv_im2col_backward(const Tensor4& dout, const ConvIm2colCache& cache);

}  // namespace backprop
