/// The windows of a pooling layer. Window (i, j) covers the rows i stride to i stride + height - 1 of an
/// image and the columns j stride to j stride + width - 1.
///
///     H_out = 1 + (H - height) / stride        W_out = 1 + (W - width) / stride        both rounded down
///
/// Window and stride are independent. If the stride is smaller than the window, windows overlap. If it is
/// larger, the pixels between two windows belong to none. The same holds for rows at the bottom and columns
/// at the right that no whole window reaches. N = batch size, C = channels, H and W = height and width of an
/// image.
#pragma once

#include <backprop/tensor.hpp>
#include <cstddef>
#include <string>

namespace backprop {

struct PoolParam {
  std::size_t height;  // rows of a window
  std::size_t width;   // columns of a window
  std::size_t stride;  // from one window to the next, along both axes
};

struct PoolSizes {
  std::size_t height;  // H_out
  std::size_t width;   // W_out
};

/// Returns H_out and W_out for an image of H x W. Throws ShapeError unless at least one whole window fits in
/// and all sizes are positive. The message begins with `function`.
inline PoolSizes pool_sizes(const char* function, std::size_t H, std::size_t W, const PoolParam& param) {
  if (param.height == 0 || param.width == 0 || param.stride == 0) {
    throw ShapeError(std::string(function) + ": a window and its stride are at least 1");
  }
  if (param.height > H || param.width > W) {
    const std::size_t window[] = {param.height, param.width};
    const std::size_t image[] = {H, W};
    throw ShapeError(std::string(function) + ": the window is " + shape_text(window) + ", the image only " +
                     shape_text(image) + " = (H, W)");
  }
  return {1 + (H - param.height) / param.stride, 1 + (W - param.width) / param.stride};
}

}  // namespace backprop
