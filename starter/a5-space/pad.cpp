#include <algorithm>
#include <backprop/pad.hpp>

namespace backprop {

Forward<Tensor4, PadCache> pad_forward(const Tensor4& x, std::size_t pad) {
  const std::size_t N = x.shape(0), C = x.shape(1), H = x.shape(2), W = x.shape(3);
  Tensor4 out = zeros(N, C, H + 2 * pad, W + 2 * pad);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t h = 0; h < H; ++h) {
        std::copy_n(&x(n, c, h, 0), W, &out(n, c, h + pad, pad));  // a row of pixels
      }
    }
  }
  return {out, {pad}};
}

Tensor4 pad_backward(const Tensor4& dout, const PadCache& cache) {
  const std::size_t pad = cache.pad;
  if (dout.shape(2) <= 2 * pad || dout.shape(3) <= 2 * pad) {
    throw ShapeError("pad_backward: dout is " + shape_text(dout.shape()) + ", nothing but a border of " +
                     std::to_string(pad));
  }
  const std::size_t N = dout.shape(0), C = dout.shape(1);
  const std::size_t H = dout.shape(2) - 2 * pad, W = dout.shape(3) - 2 * pad;
  // TODO(a5.pad): dx: (N, C, H, W). Where has x(n, c, h, w) gone?
  throw NotImplemented("pad_backward");
}

}  // namespace backprop
