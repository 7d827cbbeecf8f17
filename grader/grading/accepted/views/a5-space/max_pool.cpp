// Looks at each window through a view, and asks xtensor where its largest element is.
#include <backprop/max_pool.hpp>

#if __has_include(<xtensor/misc/xsort.hpp>)
#include <xtensor/misc/xsort.hpp>
#else
#include <xtensor/xsort.hpp>
#endif

namespace backprop {

namespace {

template <class Images>
auto window_at(Images& x, std::size_t n, std::size_t c, std::size_t i, std::size_t j,
               const PoolParam& param) {
  const std::size_t top = i * param.stride;
  const std::size_t left = j * param.stride;
  return xt::view(x, n, c, xt::range(top, top + param.height), xt::range(left, left + param.width));
}

}  // namespace

Forward<Tensor4, MaxPoolCache> max_pool_forward(const Tensor4& x, const PoolParam& param) {
  const auto [rows, columns] = pool_sizes("max_pool_forward", x.shape(2), x.shape(3), param);
  Tensor4 out = zeros(x.shape(0), x.shape(1), rows, columns);
  for (std::size_t n = 0; n < out.shape(0); ++n) {
    for (std::size_t c = 0; c < out.shape(1); ++c) {
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j)
          out(n, c, i, j) = xt::amax(window_at(x, n, c, i, j, param))();
      }
    }
  }
  return {out, {x, param}};
}

Tensor4 max_pool_backward(const Tensor4& dout, const MaxPoolCache& cache) {
  Tensor4 dx = zeros_like(cache.x);
  for (std::size_t n = 0; n < dout.shape(0); ++n) {
    for (std::size_t c = 0; c < dout.shape(1); ++c) {
      for (std::size_t i = 0; i < dout.shape(2); ++i) {
        for (std::size_t j = 0; j < dout.shape(3); ++j) {
          const Matrix window = window_at(cache.x, n, c, i, j, cache.param);
          const std::size_t place = xt::argmax(xt::flatten(window))();
          auto target = window_at(dx, n, c, i, j, cache.param);
          target(place / cache.param.width, place % cache.param.width) += dout(n, c, i, j);
        }
      }
    }
  }
  return dx;
}

}  // namespace backprop
