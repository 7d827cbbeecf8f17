#include <backprop/max_pool.hpp>

namespace backprop {

Forward<Tensor4, MaxPoolCache> max_pool_forward(const Tensor4& x, const PoolParam& param) {
  const std::size_t N = x.shape(0);
  const std::size_t C = x.shape(1);
  const auto [rows, columns] = pool_sizes("max_pool_forward", x.shape(2), x.shape(3), param);
  Tensor4 out = zeros(N, C, rows, columns);
  // BEGIN SOLUTION forward: the largest pixel of each window. A window starts from its own first pixel.
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
          const std::size_t top = i * param.stride;
          const std::size_t left = j * param.stride;
          double largest = x(n, c, top, left);
          for (std::size_t a = 0; a < param.height; ++a) {
            for (std::size_t b = 0; b < param.width; ++b) {
              if (x(n, c, top + a, left + b) > largest) largest = x(n, c, top + a, left + b);
            }
          }
          out(n, c, i, j) = largest;
        }
      }
    }
  }
  // END SOLUTION
  return {std::move(out), {x, param}};
}

Tensor4 max_pool_backward(const Tensor4& dout, const MaxPoolCache& cache) {
  const auto& [x, param] = cache;
  const std::size_t N = x.shape(0);
  const std::size_t C = x.shape(1);
  const auto [rows, columns] = pool_sizes("max_pool_backward", x.shape(2), x.shape(3), param);
  require_shape("max_pool_backward", "dout", dout.shape(), {N, C, rows, columns}, "(N, C, H_out, W_out)");
  Tensor4 dx = zeros_like(x);
  // BEGIN SOLUTION backward: find the pixel that each window has taken, and give it what belongs to the
  // window. Which pixels can be taken by two windows?
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
          std::size_t row = i * param.stride;
          std::size_t column = j * param.stride;
          for (std::size_t h = i * param.stride; h < i * param.stride + param.height; ++h) {
            for (std::size_t w = j * param.stride; w < j * param.stride + param.width; ++w) {
              if (x(n, c, h, w) > x(n, c, row, column)) {
                row = h;
                column = w;
              }
            }
          }
          dx(n, c, row, column) += dout(n, c, i, j);
        }
      }
    }
  }
  // END SOLUTION
  return dx;
}

}  // namespace backprop
