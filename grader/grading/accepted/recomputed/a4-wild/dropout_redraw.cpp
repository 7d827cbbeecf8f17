// Draws element by element, both times, in the order in which the matrix would be drawn.
#include <backprop/dropout_redraw.hpp>

namespace backprop {

namespace {

Matrix dropped(const Matrix& x, double keep, Rng& rng) {
  Matrix result = x;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t d = 0; d < x.shape(1); ++d)
      result(n, d) = rng.uniform() < keep ? result(n, d) / keep : 0.0;
  }
  return result;
}

}  // namespace

Forward<Matrix, DropoutRedrawCache> dropout_redraw_forward(const Matrix& x, double keep, Rng& rng) {
  if (!(keep > 0.0 && keep <= 1.0))
    throw std::invalid_argument("dropout_redraw_forward: keep is not in (0, 1]");
  const Rng before = rng;
  const Matrix out = dropped(x, keep, rng);
  return {out, {before, x.shape(0), x.shape(1), keep}};
}

Matrix dropout_redraw_backward(const Matrix& dout, const DropoutRedrawCache& cache) {
  require_shape("dropout_redraw_backward", "dout", dout.shape(), {cache.rows, cache.columns}, "(N, D)");
  Rng again = cache.rng;
  return dropped(dout, cache.keep, again);
}

}  // namespace backprop
