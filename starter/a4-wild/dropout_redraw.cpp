#include <backprop/dropout_redraw.hpp>

namespace backprop {

Forward<Matrix, DropoutRedrawCache> dropout_redraw_forward(const Matrix& x, double keep, Rng& rng) {
  if (!(keep > 0.0 && keep <= 1.0))
    throw std::invalid_argument("dropout_redraw_forward: keep is not in (0, 1]");
  // TODO(a4.dropout_redraw): draw the mask with one call of rng.uniform(N, D), and apply it.
  // The cache holds a generator: in which state must it be?
  throw NotImplemented("dropout_redraw_forward");
}

Matrix dropout_redraw_backward(const Matrix& dout, const DropoutRedrawCache& cache) {
  const auto& [cached_rng, rows, columns, keep] = cache;
  require_shape("dropout_redraw_backward", "dout", dout.shape(), {rows, columns}, "(N, D)");
  // TODO(a4.dropout_redraw): draw the same mask again. The cache must stay as it is, since backward may be
  // called twice.
  throw NotImplemented("dropout_redraw_backward");
}

}  // namespace backprop
