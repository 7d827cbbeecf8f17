// No padded image: each pixel of dx asks which outputs have seen it, and each weight asks which pixels it has
// met.
#include <backprop/conv.hpp>

namespace backprop {

Forward<Tensor4, ConvCache> conv_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                         const ConvParam& param) {
  const std::size_t H_out = windows_along("conv_forward", x.shape(2), w.shape(2), param);
  const std::size_t W_out = windows_along("conv_forward", x.shape(3), w.shape(3), param);
  Tensor4 out = zeros(x.shape(0), w.shape(0), H_out, W_out);
  for (std::size_t n = 0; n < out.shape(0); ++n)
    for (std::size_t i = 0; i < H_out; ++i)
      for (std::size_t j = 0; j < W_out; ++j)
        for (std::size_t f = 0; f < out.shape(1); ++f) {
          out(n, f, i, j) = b(f);
          for (std::size_t h = 0; h < x.shape(2); ++h)
            for (std::size_t v = 0; v < x.shape(3); ++v) {
              const std::size_t k = h + param.pad - i * param.stride, l = v + param.pad - j * param.stride;
              if (k >= w.shape(2) || l >= w.shape(3)) continue;  // below 0 it is huge
              for (std::size_t c = 0; c < x.shape(1); ++c) out(n, f, i, j) += x(n, c, h, v) * w(f, c, k, l);
            }
        }
  return {out, {x, w, param}};
}

ConvGradients conv_backward(const Tensor4& dout, const ConvCache& cache) {
  const auto& [x, w, param] = cache;
  ConvGradients gradients{zeros_like(x), zeros_like(w), zeros(w.shape(0))};
  for (std::size_t n = 0; n < x.shape(0); ++n)
    for (std::size_t h = 0; h < x.shape(2); ++h)
      for (std::size_t v = 0; v < x.shape(3); ++v)
        for (std::size_t k = 0; k < w.shape(2); ++k)
          for (std::size_t l = 0; l < w.shape(3); ++l) {
            const std::size_t down = h + param.pad - k, across = v + param.pad - l;
            if (h + param.pad < k || v + param.pad < l) continue;
            if (down % param.stride != 0 || across % param.stride != 0) continue;
            const std::size_t i = down / param.stride, j = across / param.stride;
            if (i >= dout.shape(2) || j >= dout.shape(3)) continue;
            for (std::size_t f = 0; f < w.shape(0); ++f)
              for (std::size_t c = 0; c < x.shape(1); ++c) {
                gradients.dx(n, c, h, v) += dout(n, f, i, j) * w(f, c, k, l);
                gradients.dw(f, c, k, l) += dout(n, f, i, j) * x(n, c, h, v);
              }
          }
  for (std::size_t f = 0; f < w.shape(0); ++f) {
    for (std::size_t n = 0; n < dout.shape(0); ++n)
      for (std::size_t i = 0; i < dout.shape(2); ++i)
        for (std::size_t j = 0; j < dout.shape(3); ++j) gradients.db(f) += dout(n, f, i, j);
  }
  return gradients;
}

}  // namespace backprop
