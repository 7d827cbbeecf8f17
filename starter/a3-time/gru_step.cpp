#include <backprop/gate.hpp>
#include <backprop/gru_step.hpp>

namespace backprop {

Forward<Matrix, GruStepCache> gru_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  const std::size_t H = prev_h.shape(1);
  require_shape("gru_step_forward", "prev_h", prev_h.shape(), {x.shape(0), H}, "(N, H)");
  require_shape("gru_step_forward", "wx", wx.shape(), {x.shape(1), 3 * H}, "(D, 3H)");
  require_shape("gru_step_forward", "wh", wh.shape(), {H, 3 * H}, "(H, 3H)");
  require_shape("gru_step_forward", "b", b.shape(), {3 * H}, "(3H)");
  const Matrix ax = matmul(x, wx) + as_row(b);
  const Matrix ah = matmul(prev_h, columns(wh, 0, 2 * H));
  const Matrix r = gate(columns(ax, 0, H) + columns(ah, 0, H));
  const Matrix z = gate(columns(ax, H, 2 * H) + columns(ah, H, 2 * H));
  const Matrix n = tanh(columns(ax, 2 * H, 3 * H) + matmul(r * prev_h, columns(wh, 2 * H, 3 * H)));
  return {z * prev_h + (1.0 - z) * n, {x, prev_h, wx, wh, r, z, n}};
}

GruStepGradients gru_step_backward(const Matrix& dnext_h, const GruStepCache& cache) {
  const auto& [x, prev_h, wx, wh, r, z, n] = cache;
  const std::size_t H = wh.shape(0);
  require_shape("gru_step_backward", "dnext_h", dnext_h.shape(), {x.shape(0), H}, "(N, H)");
  // TODO(a3.gru_step): from the mix to the candidate, from the candidate to the reset gate. dprev_h
  // adds up over its four ways: the mix, the candidate, and each gate.
  throw NotImplemented("gru_step_backward");
}

}  // namespace backprop
