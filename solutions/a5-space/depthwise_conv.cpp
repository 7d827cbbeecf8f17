#include <backprop/depthwise_conv.hpp>

namespace backprop {

Forward<Tensor4, DepthwiseConvCache> depthwise_conv_forward(const Tensor4& x, const Tensor3& w,
                                                            const Vector& b, const ConvParam& param) {
  const std::size_t N = x.shape(0), C = x.shape(1), HH = w.shape(1), WW = w.shape(2), S = param.stride;
  require_shape("depthwise_conv_forward", "w", w.shape(), {C, HH, WW}, "(C, HH, WW)");
  require_shape("depthwise_conv_forward", "b", b.shape(), {C}, "(C)");
  const std::size_t H_out = windows_along("depthwise_conv_forward", x.shape(2), HH, param);
  const std::size_t W_out = windows_along("depthwise_conv_forward", x.shape(3), WW, param);
  // BEGIN SOLUTION forward: each channel's filter looks at the windows of its own channel.
  const Tensor4 padded = pad_forward(x, param.pad).out;
  Tensor4 out = zeros(N, C, H_out, W_out);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < H_out; ++i) {
        for (std::size_t j = 0; j < W_out; ++j) {
          double total = b(c);
          for (std::size_t k = 0; k < HH; ++k) {
            for (std::size_t l = 0; l < WW; ++l) total += padded(n, c, S * i + k, S * j + l) * w(c, k, l);
          }
          out(n, c, i, j) = total;
        }
      }
    }
  }
  return {out, {x, w, param}};
  // END SOLUTION
}

DepthwiseConvGradients depthwise_conv_backward(const Tensor4& dout, const DepthwiseConvCache& cache) {
  const auto& [x, w, param] = cache;
  const std::size_t N = x.shape(0), C = x.shape(1), HH = w.shape(1), WW = w.shape(2);
  const std::size_t H_out = windows_along("depthwise_conv_backward", x.shape(2), HH, param);
  const std::size_t W_out = windows_along("depthwise_conv_backward", x.shape(3), WW, param);
  require_shape("depthwise_conv_backward", "dout", dout.shape(), {N, C, H_out, W_out},
                "(N, C, H_out, W_out)");
  // BEGIN SOLUTION backward: dx, dw and db. Which of the loops of a convolution are left, and what is no
  // longer summed over?
  const std::size_t S = param.stride;
  const auto [padded, pad_cache] = pad_forward(x, param.pad);
  Tensor4 dpadded = zeros_like(padded);
  Tensor3 dw = zeros_like(w);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < H_out; ++i) {
        for (std::size_t j = 0; j < W_out; ++j) {
          for (std::size_t k = 0; k < HH; ++k) {
            for (std::size_t l = 0; l < WW; ++l) {
              dpadded(n, c, S * i + k, S * j + l) += dout(n, c, i, j) * w(c, k, l);
              dw(c, k, l) += dout(n, c, i, j) * padded(n, c, S * i + k, S * j + l);
            }
          }
        }
      }
    }
  }
  return {pad_backward(dpadded, pad_cache), dw, sum(dout, {0, 2, 3})};
  // END SOLUTION
}

}  // namespace backprop
