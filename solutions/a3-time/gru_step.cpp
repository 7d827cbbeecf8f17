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
  // BEGIN SOLUTION forward: both gates; the candidate, for which r scales prev_h; then the mix of the two.
  const Matrix ax = matmul(x, wx) + as_row(b);
  const Matrix ah = matmul(prev_h, columns(wh, 0, 2 * H));
  const Matrix r = gate(columns(ax, 0, H) + columns(ah, 0, H));
  const Matrix z = gate(columns(ax, H, 2 * H) + columns(ah, H, 2 * H));
  const Matrix n = tanh(columns(ax, 2 * H, 3 * H) + matmul(r * prev_h, columns(wh, 2 * H, 3 * H)));
  return {z * prev_h + (1.0 - z) * n, {x, prev_h, wx, wh, r, z, n}};
  // END SOLUTION
}

GruStepGradients gru_step_backward(const Matrix& dnext_h, const GruStepCache& cache) {
  const auto& [x, prev_h, wx, wh, r, z, n] = cache;
  const std::size_t H = wh.shape(0);
  require_shape("gru_step_backward", "dnext_h", dnext_h.shape(), {x.shape(0), H}, "(N, H)");
  // BEGIN SOLUTION backward: from the mix to the candidate, from the candidate to the reset gate. dprev_h
  // adds up over its four ways: the mix, the candidate, and each gate.
  const Matrix da_n = dnext_h * (1.0 - z) * (1.0 - n * n);
  const Matrix dreset = matmul(da_n, transpose(columns(wh, 2 * H, 3 * H)));  // of r * prev_h
  const Matrix da_r = dreset * prev_h * r * (1.0 - r);
  const Matrix da_z = dnext_h * (prev_h - n) * z * (1.0 - z);
  const Matrix da_gates = hstack({da_r, da_z});
  const Matrix da = hstack({da_r, da_z, da_n});
  const Matrix dprev_h = dnext_h * z + dreset * r + matmul(da_gates, transpose(columns(wh, 0, 2 * H)));
  const Matrix dwh = hstack({matmul(transpose(prev_h), da_gates), matmul(transpose(r * prev_h), da_n)});
  return {matmul(da, transpose(wx)), dprev_h, matmul(transpose(x), da), dwh, sum(da, 0)};
  // END SOLUTION
}

}  // namespace backprop
