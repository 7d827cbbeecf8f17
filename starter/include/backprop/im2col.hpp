/// The windows of all images as the rows of one matrix ("image to column", though here they are rows).
///
///     cols(r, q) = xp_nc(S i + k, S j + l)        row r = (n, i, j), column q = (c, k, l), the last index
///     fastest
///
/// where xp is x within a border of zeros. A pixel is copied once for each window that it lies in:
/// overlapping windows have copies of their own. The backward pass is known as col2im. N = batch size, C =
/// channels, H and W = height and width of an image, HH and WW = height and width of a window, S = stride,
/// H_out and W_out = number of windows down and across, R = N H_out W_out windows, Q = C HH WW numbers in a
/// window.
#pragma once

#include <backprop/conv_param.hpp>
#include <backprop/pad.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct Im2colCache {
  std::size_t N, C, H, W;  // the shape of x
  std::size_t HH, WW;
  ConvParam param;
};

/// x: (N, C, H, W).  Returns cols: (R, Q) and the cache.
/// Throws ShapeError when a window is larger than the padded image.
Forward<Matrix, Im2colCache> im2col_forward(const Tensor4& x, std::size_t HH, std::size_t WW,
                                            const ConvParam& param);

/// dcols: (R, Q) gradient of the loss with respect to cols.  Returns dx: (N, C, H, W).
/// Throws ShapeError when dcols does not fit the cache.
Tensor4 im2col_backward(const Matrix& dcols, const Im2colCache& cache);

}  // namespace backprop
