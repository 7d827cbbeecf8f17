// dx as a convolution: dout with zeros between its elements and a border of HH - 1 around them, under the
// flipped filters, with filters and channels exchanged. dw as a convolution of x under dout.
#include <backprop/conv.hpp>

namespace backprop {

namespace {

// x: (N, C, H, W) under w: (F, C, HH, WW), by one pixel at a time and without a border.
Tensor4 correlated(const Tensor4& x, const Tensor4& w) {
  Tensor4 out = zeros(x.shape(0), w.shape(0), x.shape(2) - w.shape(2) + 1, x.shape(3) - w.shape(3) + 1);
  for (std::size_t n = 0; n < out.shape(0); ++n)
    for (std::size_t f = 0; f < out.shape(1); ++f)
      for (std::size_t i = 0; i < out.shape(2); ++i)
        for (std::size_t j = 0; j < out.shape(3); ++j)
          for (std::size_t c = 0; c < x.shape(1); ++c)
            for (std::size_t k = 0; k < w.shape(2); ++k)
              for (std::size_t l = 0; l < w.shape(3); ++l)
                out(n, f, i, j) += x(n, c, i + k, j + l) * w(f, c, k, l);
  return out;
}

Tensor4 every(const Tensor4& x, std::size_t stride, std::size_t H_out, std::size_t W_out) {
  Tensor4 result = zeros(x.shape(0), x.shape(1), H_out, W_out);
  for (std::size_t n = 0; n < x.shape(0); ++n)
    for (std::size_t c = 0; c < x.shape(1); ++c)
      for (std::size_t i = 0; i < H_out; ++i)
        for (std::size_t j = 0; j < W_out; ++j) result(n, c, i, j) = x(n, c, i * stride, j * stride);
  return result;
}

// The first two axes exchanged.
Tensor4 exchanged(const Tensor4& x) { return xt::transpose(x, {1, 0, 2, 3}); }

}  // namespace

Forward<Tensor4, ConvCache> conv_forward(const Tensor4& x, const Tensor4& w, const Vector& b,
                                         const ConvParam& param) {
  const std::size_t H_out = windows_along("conv_forward", x.shape(2), w.shape(2), param);
  const std::size_t W_out = windows_along("conv_forward", x.shape(3), w.shape(3), param);
  Tensor4 out = every(correlated(pad_forward(x, param.pad).out, w), param.stride, H_out, W_out);
  for (std::size_t n = 0; n < out.shape(0); ++n)
    for (std::size_t f = 0; f < b.size(); ++f) xt::view(out, n, f, xt::all(), xt::all()) += b(f);
  return {out, {x, w, param}};
}

ConvGradients conv_backward(const Tensor4& dout, const ConvCache& cache) {
  const auto& [x, w, param] = cache;
  const Tensor4 padded = pad_forward(x, param.pad).out;
  // As many elements as a stride of 1 would give, those between being 0.
  Tensor4 dense =
      zeros(x.shape(0), w.shape(0), padded.shape(2) - w.shape(2) + 1, padded.shape(3) - w.shape(3) + 1);
  for (std::size_t n = 0; n < dout.shape(0); ++n)
    for (std::size_t f = 0; f < dout.shape(1); ++f)
      for (std::size_t i = 0; i < dout.shape(2); ++i)
        for (std::size_t j = 0; j < dout.shape(3); ++j)
          dense(n, f, i * param.stride, j * param.stride) = dout(n, f, i, j);
  const std::size_t HH = w.shape(2), WW = w.shape(3);
  Tensor4 bordered =
      zeros(dense.shape(0), dense.shape(1), dense.shape(2) + 2 * (HH - 1), dense.shape(3) + 2 * (WW - 1));
  for (std::size_t n = 0; n < dense.shape(0); ++n)
    for (std::size_t f = 0; f < dense.shape(1); ++f)
      for (std::size_t i = 0; i < dense.shape(2); ++i)
        for (std::size_t j = 0; j < dense.shape(3); ++j)
          bordered(n, f, i + HH - 1, j + WW - 1) = dense(n, f, i, j);
  const Tensor4 flipped = xt::flip(xt::flip(exchanged(w), 2), 3);
  return {pad_backward(correlated(bordered, flipped), {param.pad}),
          exchanged(correlated(exchanged(padded), exchanged(dense))), sum(dout, {0, 2, 3})};
}

}  // namespace backprop
