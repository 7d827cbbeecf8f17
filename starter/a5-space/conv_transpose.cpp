#include <backprop/conv_transpose.hpp>

namespace backprop {

namespace {

// The size of out along an axis: S (size - 1) + window - 2 pad.
std::size_t size_out(const char* function, std::size_t size, std::size_t window, const ConvParam& param) {
  const std::size_t with_border = param.stride * (size - 1) + window;
  if (param.stride == 0) throw ShapeError(std::string(function) + ": the stride is 0");
  if (size == 0 || with_border <= 2 * param.pad) {
    throw ShapeError(std::string(function) + ": a border of " + std::to_string(param.pad) +
                     " leaves nothing of " + std::to_string(with_border) + " pixels");
  }
  return with_border - 2 * param.pad;
}

}  // namespace

Forward<Tensor4, ConvTransposeCache> conv_transpose_forward(const Tensor4& x, const Tensor4& w,
                                                            const Vector& b, const ConvParam& param) {
  const std::size_t N = x.shape(0), F = x.shape(1), H = x.shape(2), W = x.shape(3);
  const std::size_t C = w.shape(1), HH = w.shape(2), WW = w.shape(3), S = param.stride, P = param.pad;
  require_shape("conv_transpose_forward", "w", w.shape(), {F, C, HH, WW}, "(F, C, HH, WW)");
  require_shape("conv_transpose_forward", "b", b.shape(), {C}, "(C)");
  const std::size_t H_out = size_out("conv_transpose_forward", H, HH, param);
  const std::size_t W_out = size_out("conv_transpose_forward", W, WW, param);
  Tensor4 out = zeros(N, C, H_out, W_out);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t h = 0; h < H_out; ++h) {
        for (std::size_t v = 0; v < W_out; ++v) out(n, c, h, v) = b(c);
      }
    }
  }
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t f = 0; f < F; ++f) {
      for (std::size_t i = 0; i < H; ++i) {
        for (std::size_t j = 0; j < W; ++j) {
          for (std::size_t k = 0; k < HH; ++k) {
            for (std::size_t l = 0; l < WW; ++l) {
              const std::size_t h = S * i + k, v = S * j + l;  // with the border
              if (h < P || h >= P + H_out || v < P || v >= P + W_out) continue;
              for (std::size_t c = 0; c < C; ++c) out(n, c, h - P, v - P) += x(n, f, i, j) * w(f, c, k, l);
            }
          }
        }
      }
    }
  }
  return {out, {x, w, param}};
}

ConvTransposeGradients conv_transpose_backward(const Tensor4& dout, const ConvTransposeCache& cache) {
  const auto& [x, w, param] = cache;
  const std::size_t N = x.shape(0), F = x.shape(1), H = x.shape(2), W = x.shape(3);
  const std::size_t C = w.shape(1), HH = w.shape(2), WW = w.shape(3);
  const std::size_t H_out = size_out("conv_transpose_backward", H, HH, param);
  const std::size_t W_out = size_out("conv_transpose_backward", W, WW, param);
  require_shape("conv_transpose_backward", "dout", dout.shape(), {N, C, H_out, W_out},
                "(N, C, H_out, W_out)");
  // TODO(a5.conv_transpose): dx, dw and db. The forward pass is a convolution's dx; what is its dx, then?
  throw NotImplemented("conv_transpose_backward");
}

}  // namespace backprop
