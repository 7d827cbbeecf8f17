// Asks each pixel which windows cover it, and gathers from them, instead of walking over the windows.
#include <algorithm>
#include <backprop/avg_pool.hpp>

namespace backprop {

Forward<Tensor4, AvgPoolCache> avg_pool_forward(const Tensor4& x, const PoolParam& param) {
  const auto [rows, columns] = pool_sizes("avg_pool_forward", x.shape(2), x.shape(3), param);
  Tensor4 out = zeros(x.shape(0), x.shape(1), rows, columns);
  for (std::size_t n = 0; n < out.shape(0); ++n) {
    for (std::size_t c = 0; c < out.shape(1); ++c) {
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
          const Matrix window =
              xt::view(x, n, c, xt::range(i * param.stride, i * param.stride + param.height),
                       xt::range(j * param.stride, j * param.stride + param.width));
          out(n, c, i, j) = mean(window);
        }
      }
    }
  }
  return {out, {x.shape(2), x.shape(3), param}};
}

namespace {

struct Range {
  std::size_t first, end;
};

// The outputs whose windows cover the pixel `at` along one axis.
Range covering(std::size_t at, std::size_t window, std::size_t stride, std::size_t outputs) {
  const std::size_t first = at < window ? 0 : (at - window) / stride + 1;
  return {first, std::min(at / stride + 1, outputs)};
}

}  // namespace

Tensor4 avg_pool_backward(const Tensor4& dout, const AvgPoolCache& cache) {
  const auto& [H, W, param] = cache;
  Tensor4 dx = zeros(dout.shape(0), dout.shape(1), H, W);
  for (std::size_t n = 0; n < dout.shape(0); ++n) {
    for (std::size_t c = 0; c < dout.shape(1); ++c) {
      for (std::size_t h = 0; h < H; ++h) {
        for (std::size_t w = 0; w < W; ++w) {
          const Range rows = covering(h, param.height, param.stride, dout.shape(2));
          const Range columns = covering(w, param.width, param.stride, dout.shape(3));
          for (std::size_t i = rows.first; i < rows.end; ++i) {
            for (std::size_t j = columns.first; j < columns.end; ++j) dx(n, c, h, w) += dout(n, c, i, j);
          }
        }
      }
    }
  }
  return dx / static_cast<double>(param.height * param.width);
}

}  // namespace backprop
