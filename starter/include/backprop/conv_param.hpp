/// How a window moves over an image. Shared by all layers that have one.
#pragma once

#include <backprop/types.hpp>

#include <string>

namespace backprop {

struct ConvParam {
  std::size_t stride = 1;  // from one window to the next, in pixels
  std::size_t pad = 0;     // the border of zeros around the image, in pixels
};

/// Returns how many windows of `window` pixels there are along an image of `size` pixels:
///
///     1 + (size + 2 pad - window) / stride
///
/// in whole numbers: pixels at the end that are too few for another window belong to none. `function` is the
/// name of the layer, for the message. Throws ShapeError when there is no window at all, or when the stride
/// is 0.
inline std::size_t windows_along(const char* function, std::size_t size, std::size_t window,
                                 const ConvParam& param) {
  const std::size_t padded = size + 2 * param.pad;
  if (param.stride == 0) throw ShapeError(std::string(function) + ": the stride is 0");
  if (window == 0 || window > padded) {
    throw ShapeError(std::string(function) + ": a window of " + std::to_string(window) + " on " +
                     std::to_string(padded) + " pixels, padding included");
  }
  return 1 + (padded - window) / param.stride;
}

}  // namespace backprop
