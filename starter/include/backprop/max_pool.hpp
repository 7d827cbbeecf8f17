/// Max pooling: the largest pixel of each window, channel by channel.
///
///     out(n,c,i,j) = max over 0 <= a < height, 0 <= b < width of x(n, c, i stride + a, j stride + b)
///
/// Only the pixel that is taken has a gradient. A pixel may be the largest one of several windows that
/// overlap: it gets the sum of their gradients. Where several pixels of a window are the largest, the first
/// of them is taken, in the order of rows and then columns. It alone gets the window's gradient. Pixels may
/// all be negative, and as large as a double can be. N = batch size, C = channels, H and W = height and width
/// of an image; H_out and W_out: see pool_param.hpp.
#pragma once

#include <backprop/pool_param.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct MaxPoolCache {
  Tensor4 x;  // (N, C, H, W)
  PoolParam param;
};

/// x: (N, C, H, W).  Returns out: (N, C, H_out, W_out) and the cache.  Throws ShapeError when no window fits
/// in.
Forward<Tensor4, MaxPoolCache> max_pool_forward(const Tensor4& x, const PoolParam& param);

/// dout: (N, C, H_out, W_out) gradient of the loss with respect to out.  Returns dx: (N, C, H, W).
/// Throws ShapeError when dout is not (N, C, H_out, W_out).
Tensor4 max_pool_backward(const Tensor4& dout, const MaxPoolCache& cache);

}  // namespace backprop
