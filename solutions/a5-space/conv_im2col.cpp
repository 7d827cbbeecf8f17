#include <backprop/conv_im2col.hpp>

namespace backprop {

namespace {

// rows: (N H_out W_out, F), the outputs of one window in each row, to (N, F, H_out, W_out).
Tensor4 as_images(const Matrix& rows, std::size_t N, std::size_t H_out, std::size_t W_out) {
  const std::size_t F = rows.shape(1), places = H_out * W_out;
  Tensor4 images({N, F, H_out, W_out});
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t f = 0; f < F; ++f) {
      const double* from = rows.data() + n * places * F + f;
      double* to = images.data() + (n * F + f) * places;
      for (std::size_t place = 0; place < places; ++place) to[place] = from[place * F];
    }
  }
  return images;
}

}  // namespace

Forward<Tensor4, ConvIm2colCache> conv_im2col_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                                      const ConvParam& param) {
  const std::size_t N = x.shape(0), C = x.shape(1), F = w.shape(0), HH = w.shape(2), WW = w.shape(3);
  require_shape("conv_im2col_forward", "w", w.shape(), {F, C, HH, WW}, "(F, C, HH, WW)");
  require_shape("conv_im2col_forward", "b", b.shape(), {F}, "(F)");
  const std::size_t H_out = windows_along("conv_im2col_forward", x.shape(2), HH, param);
  const std::size_t W_out = windows_along("conv_im2col_forward", x.shape(3), WW, param);
  // BEGIN SOLUTION forward: an affine layer whose examples are windows.
  auto [cols, windows] = im2col_forward(x, HH, WW, param);
  const Matrix rows = matmul(cols, transpose(reshape(w, {F, C * HH * WW}))) + as_row(b);
  return {as_images(rows, N, H_out, W_out), {std::move(cols), w, windows}};
  // END SOLUTION
}

ConvIm2colGradients conv_im2col_backward(const Tensor4& dout, const ConvIm2colCache& cache) {
  const auto& [cols, w, windows] = cache;
  const std::size_t N = windows.N, C = windows.C, F = w.shape(0), HH = w.shape(2), WW = w.shape(3);
  const std::size_t H_out = windows_along("conv_im2col_backward", windows.H, HH, windows.param);
  const std::size_t W_out = windows_along("conv_im2col_backward", windows.W, WW, windows.param);
  require_shape("conv_im2col_backward", "dout", dout.shape(), {N, F, H_out, W_out}, "(N, F, H_out, W_out)");
  // BEGIN SOLUTION backward: dx, dw and db. Bring dout into the order of the rows; then it is an affine
  // layer, and im2col_backward takes the rest.
  const std::size_t places = H_out * W_out;
  Matrix drows({N * places, F});
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t f = 0; f < F; ++f) {
      const double* from = dout.data() + (n * F + f) * places;
      double* to = drows.data() + n * places * F + f;
      for (std::size_t place = 0; place < places; ++place) to[place * F] = from[place];
    }
  }
  const Matrix dcols = matmul(drows, reshape(w, {F, C * HH * WW}));
  const Matrix dw = matmul(transpose(drows), cols);
  return {im2col_backward(dcols, windows), reshape(dw, {F, C, HH, WW}), sum(drows, 0)};
  // END SOLUTION
}

}  // namespace backprop
