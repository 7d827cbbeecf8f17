#include <backprop/dropout_redraw.hpp>

namespace backprop {

Forward<Matrix, DropoutRedrawCache> dropout_redraw_forward(const Matrix& x, double keep, Rng& rng) {
  if (!(keep > 0.0 && keep <= 1.0))
    throw std::invalid_argument("dropout_redraw_forward: keep is not in (0, 1]");
  // BEGIN SOLUTION function: draw the mask with one call of rng.uniform(N, D), and apply it.
  // The cache holds a generator: in which state must it be?
  DropoutRedrawCache cache{rng, x.shape(0), x.shape(1), keep};
  const Matrix mask = rng.uniform(x.shape(0), x.shape(1)) < keep;
  return {mask * x / keep, cache};
  // END SOLUTION
}

Matrix dropout_redraw_backward(const Matrix& dout, const DropoutRedrawCache& cache) {
  const auto& [cached_rng, rows, columns, keep] = cache;
  require_shape("dropout_redraw_backward", "dout", dout.shape(), {rows, columns}, "(N, D)");
  // BEGIN SOLUTION backward: draw the same mask again. The cache must stay as it is, since backward may be
  // called twice.
  Rng rng = cached_rng;
  const Matrix mask = rng.uniform(rows, columns) < keep;
  return mask * dout / keep;
  // END SOLUTION
}

}  // namespace backprop
