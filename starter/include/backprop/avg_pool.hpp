/// Average pooling: the mean of each window, channel by channel.
///
///     out(n,c,i,j) = mean over 0 <= a < height, 0 <= b < width of x(n, c, i stride + a, j stride + b)
///
/// The layer is linear, so that its backward pass needs no pixel. Each pixel has an equal share in each
/// window that covers it. Where windows overlap, its shares add up. N = batch size, C = channels, H and W =
/// height and width of an image; H_out and W_out: see pool_param.hpp.
#pragma once

#include <backprop/pool_param.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct AvgPoolCache {
  std::size_t height;  // H
  std::size_t width;   // W
  PoolParam param;
};

/// x: (N, C, H, W).  Returns out: (N, C, H_out, W_out) and the cache.  Throws ShapeError when no window fits
/// in.
Forward<Tensor4, AvgPoolCache> avg_pool_forward(const Tensor4& x, const PoolParam& param);

/// dout: (N, C, H_out, W_out) gradient of the loss with respect to out.  Returns dx: (N, C, H, W).
/// Throws ShapeError when dout is not (N, C, H_out, W_out).
Tensor4 avg_pool_backward(const Tensor4& dout, const AvgPoolCache& cache);

}  // namespace backprop
