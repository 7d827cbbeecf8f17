// Writes zeros through a view of what is dropped, instead of multiplying by a mask; the mask in the cache is
// for backward alone.
#include <backprop/dropout.hpp>

namespace backprop {

Forward<Matrix, DropoutCache> dropout_forward(const Matrix& x, double p, Mode mode, Rng& rng) {
  if (!(p > 0.0 && p <= 1.0)) throw std::invalid_argument("dropout_forward: p is not in (0, 1]");
  if (mode == Mode::test) return {x, {mode, zeros(0, 0)}};
  Matrix out = x / p;
  Matrix mask = rng.uniform(x.shape(0), x.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    auto row = xt::view(mask, n, xt::all());
    for (std::size_t d = 0; d < x.shape(1); ++d) {
      row(d) = row(d) < p ? 1.0 / p : 0.0;
      if (row(d) == 0.0) xt::view(out, n, d) = 0.0;
    }
  }
  return {out, {mode, mask}};
}

Matrix dropout_backward(const Matrix& dout, const DropoutCache& cache) {
  if (cache.mode == Mode::test) return dout;
  require_shape("dropout_backward", "dout", dout.shape(), {cache.mask.shape(0), cache.mask.shape(1)},
                "(N, D)");
  Matrix dx = dout;
  xt::view(dx, xt::all(), xt::all()) *= cache.mask;
  return dx;
}

}  // namespace backprop
