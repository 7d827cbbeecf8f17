// Plain loops, with the sum taken pixel by pixel.
#include <backprop/global_avg_pool.hpp>

namespace backprop {

Forward<Matrix, GlobalAvgPoolCache> global_avg_pool_forward(const Tensor4& x) {
  Matrix out = zeros(x.shape(0), x.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t c = 0; c < x.shape(1); ++c) {
      for (std::size_t i = 0; i < x.shape(2); ++i) {
        for (std::size_t j = 0; j < x.shape(3); ++j) out(n, c) += x(n, c, i, j);
      }
      out(n, c) /= static_cast<double>(x.shape(2) * x.shape(3));
    }
  }
  return {out, {x.shape(2), x.shape(3)}};
}

Tensor4 global_avg_pool_backward(const Matrix& dout, const GlobalAvgPoolCache& cache) {
  Tensor4 dx = zeros(dout.shape(0), dout.shape(1), cache.height, cache.width);
  for (std::size_t n = 0; n < dout.shape(0); ++n) {
    for (std::size_t c = 0; c < dout.shape(1); ++c) {
      for (std::size_t i = 0; i < cache.height; ++i) {
        for (std::size_t j = 0; j < cache.width; ++j) {
          dx(n, c, i, j) = dout(n, c) / static_cast<double>(cache.height) / static_cast<double>(cache.width);
        }
      }
    }
  }
  return dx;
}

}  // namespace backprop
