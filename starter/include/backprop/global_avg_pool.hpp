/// Global average pooling (Lin, Chen and Yan, 2014): each channel of an image becomes one number, its mean.
///
///     out_nc = 1/(H W) sum_ij x(n, c, i, j)
///
/// Every pixel of a channel gets the same gradient.
/// N = batch size, C = channels, H and W = height and width of an image.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct GlobalAvgPoolCache {
  std::size_t height;  // H
  std::size_t width;   // W
};

/// x: (N, C, H, W).  Returns out: (N, C) and the cache.
Forward<Matrix, GlobalAvgPoolCache> global_avg_pool_forward(const Tensor4& x);

/// dout: (N, C) gradient of the loss with respect to out.  Returns dx: (N, C, H, W).
Tensor4 global_avg_pool_backward(const Matrix& dout, const GlobalAvgPoolCache& cache);

}  // namespace backprop
