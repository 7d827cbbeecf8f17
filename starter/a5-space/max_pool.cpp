#include <backprop/max_pool.hpp>

namespace backprop {

Forward<Tensor4, MaxPoolCache> max_pool_forward(const Tensor4& x, const PoolParam& param) {
  const std::size_t N = x.shape(0);
  const std::size_t C = x.shape(1);
  const auto [rows, columns] = pool_sizes("max_pool_forward", x.shape(2), x.shape(3), param);
  Tensor4 out = zeros(N, C, rows, columns);
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
  return {std::move(out), {x, param}};
}

Tensor4 max_pool_backward(const Tensor4& dout, const MaxPoolCache& cache) {
  const auto& [x, param] = cache;
  const std::size_t N = x.shape(0);
  const std::size_t C = x.shape(1);
  const auto [rows, columns] = pool_sizes("max_pool_backward", x.shape(2), x.shape(3), param);
  require_shape("max_pool_backward", "dout", dout.shape(), {N, C, rows, columns}, "(N, C, H_out, W_out)");
  Tensor4 dx = zeros_like(x);
  // TODO(a5.max_pool): find the pixel that each window has taken, and give it what belongs to the
  // window. Which pixels can be taken by two windows?
  throw NotImplemented("max_pool_backward");
  return dx;
}

}  // namespace backprop
