// As products of matrices: a pixel's row of F numbers times w as (F, C HH WW) is its window in out. Backward,
// the windows of dout are read into such rows first, and multiplied by the transposes.
#include <backprop/conv_transpose.hpp>

namespace backprop {

namespace {

struct Sizes {
  std::size_t N, F, H, W, C, HH, WW, S, P;
  std::size_t down() const { return S * (H - 1) + HH - 2 * P; }
  std::size_t across() const { return S * (W - 1) + WW - 2 * P; }
  std::size_t pixels() const { return N * H * W; }
  std::size_t window() const { return C * HH * WW; }
};

Sizes sizes_of(const Tensor4& x, const Tensor4& w, const ConvParam& param) {
  return {x.shape(0), x.shape(1), x.shape(2),   x.shape(3), w.shape(1),
          w.shape(2), w.shape(3), param.stride, param.pad};
}

// Calls visit(row, column, index in out) for each number of a window that is not thrown away.
template <class Visit>
void for_each_number(const Sizes& s, Visit visit) {
  for (std::size_t row = 0; row < s.pixels(); ++row)
    for (std::size_t column = 0; column < s.window(); ++column) {
      const std::size_t n = row / (s.H * s.W), i = row / s.W % s.H, j = row % s.W;
      const std::size_t c = column / (s.HH * s.WW), k = column / s.WW % s.HH, l = column % s.WW;
      const std::size_t h = s.S * i + k - s.P, v = s.S * j + l - s.P;  // huge where it would be below 0
      if (h < s.down() && v < s.across()) visit(row, column, ((n * s.C + c) * s.down() + h) * s.across() + v);
    }
}

// (N, F, H, W) to (N H W, F).
Matrix rows_of(const Tensor4& x) {
  const Tensor4 last = xt::transpose(x, {0, 2, 3, 1});
  return reshape(last, {x.shape(0) * x.shape(2) * x.shape(3), x.shape(1)});
}

}  // namespace

Forward<Tensor4, ConvTransposeCache> conv_transpose_forward(const Tensor4& x, const Tensor4& w,
                                                            const Vector& b, const ConvParam& param) {
  const Sizes s = sizes_of(x, w, param);
  const Matrix windows = matmul(rows_of(x), reshape(w, {s.F, s.window()}));
  Tensor4 out = zeros(s.N, s.C, s.down(), s.across());
  for_each_number(
      s, [&](std::size_t row, std::size_t column, std::size_t at) { out.flat(at) += windows(row, column); });
  const std::size_t area = s.down() * s.across();
  for (std::size_t at = 0; at < out.size(); ++at) out.flat(at) += b(at / area % s.C);
  return {out, {x, w, param}};
}

ConvTransposeGradients conv_transpose_backward(const Tensor4& dout, const ConvTransposeCache& cache) {
  const Sizes s = sizes_of(cache.x, cache.w, cache.param);
  Matrix windows = zeros(s.pixels(), s.window());
  for_each_number(
      s, [&](std::size_t row, std::size_t column, std::size_t at) { windows(row, column) = dout.flat(at); });
  const Matrix rows = matmul(windows, transpose(reshape(cache.w, {s.F, s.window()})));
  const Tensor4 last = reshape(rows, {s.N, s.H, s.W, s.F});
  const Matrix dw = matmul(transpose(rows_of(cache.x)), windows);
  return {xt::transpose(last, {0, 3, 1, 2}), reshape(dw, {s.F, s.C, s.HH, s.WW}), sum(dout, {0, 2, 3})};
}

}  // namespace backprop
