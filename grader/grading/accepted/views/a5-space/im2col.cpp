// Column by column: the pixels at (k, l) of all windows are one view of the padded images, with the stride as
// its step.
#include <backprop/im2col.hpp>

namespace backprop {

namespace {

auto steps(std::size_t first, std::size_t count, std::size_t stride) {
  const auto begin = static_cast<std::ptrdiff_t>(first), step = static_cast<std::ptrdiff_t>(stride);
  return xt::range(begin, begin + step * (static_cast<std::ptrdiff_t>(count) - 1) + 1, step);
}

// Calls visit(view of images, column) for each column.
template <class Images, class Visit>
void for_each_column(Images& images, const Im2colCache& cache, Visit visit) {
  const std::size_t H_out = windows_along("im2col", cache.H, cache.HH, cache.param);
  const std::size_t W_out = windows_along("im2col", cache.W, cache.WW, cache.param);
  for (std::size_t c = 0; c < cache.C; ++c)
    for (std::size_t k = 0; k < cache.HH; ++k)
      for (std::size_t l = 0; l < cache.WW; ++l)
        visit(xt::view(images, xt::all(), c, steps(k, H_out, cache.param.stride),
                       steps(l, W_out, cache.param.stride)),
              (c * cache.HH + k) * cache.WW + l);
}

}  // namespace

Forward<Matrix, Im2colCache> im2col_forward(const Tensor4& x, std::size_t HH, std::size_t WW,
                                            const ConvParam& param) {
  const Im2colCache cache{x.shape(0), x.shape(1), x.shape(2), x.shape(3), HH, WW, param};
  const std::size_t windows =
      windows_along("im2col", x.shape(2), HH, param) * windows_along("im2col", x.shape(3), WW, param);
  const Tensor4 padded = pad_forward(x, param.pad).out;
  Matrix cols = zeros(x.shape(0) * windows, x.shape(1) * HH * WW);
  for_each_column(padded, cache, [&](const auto& pixels, std::size_t q) {
    const Tensor3 copied = pixels;
    for (std::size_t r = 0; r < copied.size(); ++r) cols(r, q) = copied.flat(r);
  });
  return {cols, cache};
}

Tensor4 im2col_backward(const Matrix& dcols, const Im2colCache& cache) {
  const std::size_t H_out = windows_along("im2col", cache.H, cache.HH, cache.param);
  const std::size_t W_out = windows_along("im2col", cache.W, cache.WW, cache.param);
  Tensor4 dpadded = zeros(cache.N, cache.C, cache.H + 2 * cache.param.pad, cache.W + 2 * cache.param.pad);
  for_each_column(dpadded, cache, [&](auto&& pixels, std::size_t q) {
    Tensor3 column = zeros(cache.N, H_out, W_out);
    for (std::size_t r = 0; r < column.size(); ++r) column.flat(r) = dcols(r, q);
    pixels += column;
  });
  return pad_backward(dpadded, {cache.param.pad});
}

}  // namespace backprop
