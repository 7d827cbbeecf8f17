/// Nearest-neighbour upsampling: each pixel becomes a block of equal pixels.
///
///     out(n,c,i,j) = x(n, c, i / rows, j / columns)        both quotients rounded down
///
/// A pixel is copied to rows x columns places, and what was copied gets the sum of the gradients of its
/// copies. N = batch size, C = channels, H and W = height and width of an image.
#pragma once

#include <backprop/tensor.hpp>
#include <cstddef>

namespace backprop {

struct UpsampleCache {
  std::size_t rows;     // of a block
  std::size_t columns;  // of a block
};

/// x: (N, C, H, W), rows and columns at least 1.  Returns out: (N, C, H rows, W columns) and the cache.
/// Throws ShapeError for a block without pixels.
Forward<Tensor4, UpsampleCache> upsample_forward(const Tensor4& x, std::size_t rows, std::size_t columns);

/// dout: (N, C, H rows, W columns) gradient of the loss with respect to out.  Returns dx: (N, C, H, W).
/// Throws ShapeError when dout does not consist of whole blocks.
Tensor4 upsample_backward(const Tensor4& dout, const UpsampleCache& cache);

}  // namespace backprop
