#include <backprop/avg_pool.hpp>

namespace backprop {

Forward<Tensor4, AvgPoolCache> avg_pool_forward(const Tensor4& x, const PoolParam& param) {
  const std::size_t N = x.shape(0);
  const std::size_t C = x.shape(1);
  const auto [rows, columns] = pool_sizes("avg_pool_forward", x.shape(2), x.shape(3), param);
  Tensor4 out = zeros(N, C, rows, columns);
  const auto pixels = static_cast<double>(param.height * param.width);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
          double total = 0.0;
          for (std::size_t a = 0; a < param.height; ++a) {
            for (std::size_t b = 0; b < param.width; ++b) {
              total += x(n, c, i * param.stride + a, j * param.stride + b);
            }
          }
          out(n, c, i, j) = total / pixels;
        }
      }
    }
  }
  return {std::move(out), {x.shape(2), x.shape(3), param}};
}

Tensor4 avg_pool_backward(const Tensor4& dout, const AvgPoolCache& cache) {
  const auto& [H, W, param] = cache;
  const std::size_t N = dout.shape(0);
  const std::size_t C = dout.shape(1);
  const auto [rows, columns] = pool_sizes("avg_pool_backward", H, W, param);
  require_shape("avg_pool_backward", "dout", dout.shape(), {N, C, rows, columns}, "(N, C, H_out, W_out)");
  Tensor4 dx = zeros(N, C, H, W);
  // TODO(a5.avg_pool): the loops of the forward pass, with each arrow turned round.
  throw NotImplemented("avg_pool_backward");
  return dx;
}

}  // namespace backprop
