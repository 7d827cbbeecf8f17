#include <backprop/conv.hpp>

namespace backprop {

Forward<Tensor4, ConvCache> conv_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                         const ConvParam& param) {
  const std::size_t N = x.shape(0), C = x.shape(1), F = w.shape(0), HH = w.shape(2), WW = w.shape(3);
  const std::size_t S = param.stride;
  require_shape("conv_forward", "w", w.shape(), {F, C, HH, WW}, "(F, C, HH, WW)");
  require_shape("conv_forward", "b", b.shape(), {F}, "(F)");
  const std::size_t H_out = windows_along("conv_forward", x.shape(2), HH, param);
  const std::size_t W_out = windows_along("conv_forward", x.shape(3), WW, param);
  const Tensor4 padded = pad_forward(x, param.pad).out;
  Tensor4 out = zeros(N, F, H_out, W_out);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t f = 0; f < F; ++f) {
      for (std::size_t i = 0; i < H_out; ++i) {
        for (std::size_t j = 0; j < W_out; ++j) {
          double total = b(f);
          for (std::size_t c = 0; c < C; ++c) {
            for (std::size_t k = 0; k < HH; ++k) {
              for (std::size_t l = 0; l < WW; ++l) {
                total += padded(n, c, S * i + k, S * j + l) * w(f, c, k, l);
              }
            }
          }
          out(n, f, i, j) = total;
        }
      }
    }
  }
  return {out, {x, w, param}};
}

ConvGradients conv_backward(const Tensor4& dout, const ConvCache& cache) {
  const auto& [x, w, param] = cache;
  const std::size_t N = x.shape(0), C = x.shape(1), F = w.shape(0), HH = w.shape(2), WW = w.shape(3);
  const std::size_t H_out = windows_along("conv_backward", x.shape(2), HH, param);
  const std::size_t W_out = windows_along("conv_backward", x.shape(3), WW, param);
  require_shape("conv_backward", "dout", dout.shape(), {N, F, H_out, W_out}, "(N, F, H_out, W_out)");
  // TODO(a5.conv): dx, dw and db. Walk over the windows as the forward pass does: what did out(n,
  // f, i, j) read there, and what did it multiply it by?
  throw NotImplemented("conv_backward");
}

}  // namespace backprop
