// One product for each place (k, l) of the filter, over all windows, and no matrix of windows: a sum of 1x1
// convolutions of shifted images. The cache has x in the place of the windows, with one pixel in each row.
#include <backprop/conv_im2col.hpp>

namespace backprop {

namespace {

// Calls visit(row of the window, row of its pixel (k, l) in the padded images).
template <class Visit>
void for_each_window(const Im2colCache& sizes, std::size_t k, std::size_t l, Visit visit) {
  const std::size_t S = sizes.param.stride;
  const std::size_t H = sizes.H + 2 * sizes.param.pad, W = sizes.W + 2 * sizes.param.pad;
  std::size_t row = 0;
  for (std::size_t n = 0; n < sizes.N; ++n)
    for (std::size_t i = 0; i + sizes.HH <= H; i += S)
      for (std::size_t j = 0; j + sizes.WW <= W; j += S) visit(row++, (n * H + i + k) * W + j + l);
}

// (C, F): the weights at (k, l).
Matrix weights_at(const Tensor4& w, std::size_t k, std::size_t l) {
  Matrix result = zeros(w.shape(1), w.shape(0));
  for (std::size_t f = 0; f < w.shape(0); ++f)
    for (std::size_t c = 0; c < w.shape(1); ++c) result(c, f) = w(f, c, k, l);
  return result;
}

// (N, C, H, W) to (N H W, C), and back.
Matrix pixels_of(const Tensor4& x) {
  const Tensor4 last = xt::transpose(x, {0, 2, 3, 1});
  return reshape(last, {x.shape(0) * x.shape(2) * x.shape(3), x.shape(1)});
}
Tensor4 images_of(const Matrix& pixels, std::size_t N, std::size_t H, std::size_t W) {
  const Tensor4 last = reshape(pixels, {N, H, W, pixels.shape(1)});
  return xt::transpose(last, {0, 3, 1, 2});
}

}  // namespace

Forward<Tensor4, ConvIm2colCache> conv_im2col_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                                      const ConvParam& param) {
  const Im2colCache sizes{x.shape(0), x.shape(1), x.shape(2), x.shape(3), w.shape(2), w.shape(3), param};
  const std::size_t H_out = windows_along("conv", sizes.H, sizes.HH, param);
  const std::size_t W_out = windows_along("conv", sizes.W, sizes.WW, param);
  const Matrix pixels = pixels_of(pad_forward(x, param.pad).out);
  Matrix rows = repeat_rows(b, sizes.N * H_out * W_out);
  for (std::size_t k = 0; k < sizes.HH; ++k)
    for (std::size_t l = 0; l < sizes.WW; ++l) {
      Matrix seen = zeros(rows.shape(0), sizes.C);
      for_each_window(sizes, k, l,
                      [&](std::size_t r, std::size_t pixel) { row_at(seen, r) = row_at(pixels, pixel); });
      rows += matmul(seen, weights_at(w, k, l));
    }
  return {images_of(rows, sizes.N, H_out, W_out), {pixels, w, sizes}};
}

ConvIm2colGradients conv_im2col_backward(const Tensor4& dout, const ConvIm2colCache& cache) {
  const auto& [pixels, w, sizes] = cache;
  const Matrix drows = pixels_of(dout);
  Matrix dpixels = zeros_like(pixels);
  Tensor4 dw = zeros_like(w);
  for (std::size_t k = 0; k < sizes.HH; ++k)
    for (std::size_t l = 0; l < sizes.WW; ++l) {
      const Matrix dseen = matmul(drows, transpose(weights_at(w, k, l)));
      Matrix seen = zeros(drows.shape(0), sizes.C);
      for_each_window(sizes, k, l, [&](std::size_t r, std::size_t pixel) {
        row_at(dpixels, pixel) += row_at(dseen, r);
        row_at(seen, r) = row_at(pixels, pixel);
      });
      const Matrix dweights = matmul(transpose(drows), seen);  // (F, C)
      for (std::size_t f = 0; f < w.shape(0); ++f)
        for (std::size_t c = 0; c < w.shape(1); ++c) dw(f, c, k, l) = dweights(f, c);
    }
  const std::size_t pad = sizes.param.pad;
  return {pad_backward(images_of(dpixels, sizes.N, sizes.H + 2 * pad, sizes.W + 2 * pad), {pad}), dw,
          sum(drows, 0)};
}

}  // namespace backprop
