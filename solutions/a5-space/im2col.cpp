#include <backprop/im2col.hpp>

namespace backprop {

Forward<Matrix, Im2colCache> im2col_forward(const Tensor4& x, std::size_t HH, std::size_t WW,
                                            const ConvParam& param) {
  const std::size_t N = x.shape(0), C = x.shape(1), H = x.shape(2), W = x.shape(3), S = param.stride;
  const std::size_t H_out = windows_along("im2col_forward", H, HH, param);
  const std::size_t W_out = windows_along("im2col_forward", W, WW, param);
  // BEGIN SOLUTION forward: one window of the padded images after another, each a row.
  const Tensor4 padded = pad_forward(x, param.pad).out;
  Matrix cols({N * H_out * W_out, C * HH * WW});
  double* to = cols.data();
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t i = 0; i < H_out; ++i) {
      for (std::size_t j = 0; j < W_out; ++j) {
        for (std::size_t c = 0; c < C; ++c) {
          for (std::size_t k = 0; k < HH; ++k) {
            const double* from = &padded(n, c, S * i + k, S * j);
            for (std::size_t l = 0; l < WW; ++l) *to++ = from[l];
          }
        }
      }
    }
  }
  return {std::move(cols), {N, C, H, W, HH, WW, param}};
  // END SOLUTION
}

Tensor4 im2col_backward(const Matrix& dcols, const Im2colCache& cache) {
  const auto& [N, C, H, W, HH, WW, param] = cache;
  const std::size_t H_out = windows_along("im2col_backward", H, HH, param);
  const std::size_t W_out = windows_along("im2col_backward", W, WW, param);
  require_shape("im2col_backward", "dcols", dcols.shape(), {N * H_out * W_out, C * HH * WW}, "(R, Q)");
  // BEGIN SOLUTION backward: dx: (N, C, H, W). Every number of dcols goes back to the pixel that it is a copy
  // of. Where has the forward pass copied a pixel that lies in two windows?
  const std::size_t S = param.stride;
  Tensor4 dpadded = zeros(N, C, H + 2 * param.pad, W + 2 * param.pad);
  const double* from = dcols.data();
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t i = 0; i < H_out; ++i) {
      for (std::size_t j = 0; j < W_out; ++j) {
        for (std::size_t c = 0; c < C; ++c) {
          for (std::size_t k = 0; k < HH; ++k) {
            double* to = &dpadded(n, c, S * i + k, S * j);
            for (std::size_t l = 0; l < WW; ++l) to[l] += *from++;
          }
        }
      }
    }
  }
  return pad_backward(dpadded, {param.pad});
  // END SOLUTION
}

}  // namespace backprop
