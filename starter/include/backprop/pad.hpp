/// Zero padding: a border of zeros around each channel of each image.
///
///     out_nc(h + p, w + p) = x_nc(h, w)        and 0 in the border, which is p pixels wide
///
/// The border is made of constants. Whatever the loss wants of a constant, nobody can give it, so the
/// border's part of the upstream gradient ends here. p may be 0, and may be larger than the image. N = batch
/// size, C = channels, H and W = height and width of an image.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct PadCache {
  std::size_t pad;  // p
};

/// x: (N, C, H, W).  Returns out: (N, C, H + 2 pad, W + 2 pad) and the cache.
Forward<Tensor4, PadCache> pad_forward(const Tensor4& x, std::size_t pad);

/// dout: (N, C, H + 2 pad, W + 2 pad) gradient of the loss with respect to out.  Returns dx: (N, C, H, W).
/// Throws ShapeError when dout is not larger than its border.
Tensor4 pad_backward(const Tensor4& dout, const PadCache& cache);

}  // namespace backprop
