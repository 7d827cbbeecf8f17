// Sorts the places of each window by their pixels; of equal pixels the first one stays in front.
#include <algorithm>
#include <backprop/max_pool.hpp>
#include <utility>
#include <vector>

namespace backprop {

namespace {

using Places = std::vector<std::pair<std::size_t, std::size_t>>;

Places brightest_first(const Tensor4& x, std::size_t n, std::size_t c, std::size_t i, std::size_t j,
                       const PoolParam& param) {
  Places places;
  for (std::size_t k = 0; k < param.height * param.width; ++k)
    places.emplace_back(i * param.stride + k / param.width, j * param.stride + k % param.width);
  std::stable_sort(places.begin(), places.end(), [&](const auto& a, const auto& b) {
    return x(n, c, a.first, a.second) > x(n, c, b.first, b.second);
  });
  return places;
}

}  // namespace

Forward<Tensor4, MaxPoolCache> max_pool_forward(const Tensor4& x, const PoolParam& param) {
  const auto [rows, columns] = pool_sizes("max_pool_forward", x.shape(2), x.shape(3), param);
  Tensor4 out = zeros(x.shape(0), x.shape(1), rows, columns);
  for (std::size_t k = 0; k < out.size(); ++k) {
    const std::size_t j = k % columns, i = k / columns % rows, image = k / columns / rows;
    const std::size_t n = image / x.shape(1), c = image % x.shape(1);
    const auto [row, column] = brightest_first(x, n, c, i, j, param).front();
    out(n, c, i, j) = x(n, c, row, column);
  }
  return {out, {x, param}};
}

Tensor4 max_pool_backward(const Tensor4& dout, const MaxPoolCache& cache) {
  Tensor4 dx = zeros_like(cache.x);
  for (std::size_t k = dout.size(); k-- > 0;) {  // from the last window to the first
    const std::size_t j = k % dout.shape(3), i = k / dout.shape(3) % dout.shape(2);
    const std::size_t image = k / dout.shape(3) / dout.shape(2);
    const std::size_t n = image / dout.shape(1), c = image % dout.shape(1);
    const auto [row, column] = brightest_first(cache.x, n, c, i, j, cache.param).front();
    dx(n, c, row, column) += dout(n, c, i, j);
  }
  return dx;
}

}  // namespace backprop
