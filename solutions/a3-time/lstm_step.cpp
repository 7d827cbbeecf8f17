#include <backprop/gate.hpp>
#include <backprop/lstm_step.hpp>

namespace backprop {

Forward<LstmState, LstmStepCache> lstm_step_forward(const Matrix& x, const Matrix& prev_h,
                                                    const Matrix& prev_c, const Matrix& wx, const Matrix& wh,
                                                    const Vector& b) {
  const std::size_t N = x.shape(0);
  const std::size_t H = prev_h.shape(1);
  require_shape("lstm_step_forward", "prev_h", prev_h.shape(), {N, H}, "(N, H)");
  require_shape("lstm_step_forward", "prev_c", prev_c.shape(), {N, H}, "(N, H)");
  require_shape("lstm_step_forward", "wx", wx.shape(), {x.shape(1), 4 * H}, "(D, 4H)");
  require_shape("lstm_step_forward", "wh", wh.shape(), {H, 4 * H}, "(H, 4H)");
  require_shape("lstm_step_forward", "b", b.shape(), {4 * H}, "(4H)");
  // BEGIN SOLUTION forward: the four gates, in the order i, f, o, g; then the cell, then the hidden state.
  const Matrix a = matmul(x, wx) + matmul(prev_h, wh) + as_row(b);
  const Matrix i = gate(columns(a, 0, H));
  const Matrix f = gate(columns(a, H, 2 * H));
  const Matrix o = gate(columns(a, 2 * H, 3 * H));
  const Matrix g = tanh(columns(a, 3 * H, 4 * H));
  const Matrix next_c = f * prev_c + i * g;
  const Matrix tanh_c = tanh(next_c);
  return {{o * tanh_c, next_c}, {x, prev_h, prev_c, wx, wh, i, f, o, g, tanh_c}};
  // END SOLUTION
}

LstmStepGradients lstm_step_backward(const Matrix& dnext_h, const Matrix& dnext_c,
                                     const LstmStepCache& cache) {
  const auto& [x, prev_h, prev_c, wx, wh, i, f, o, g, tanh_c] = cache;
  require_shape("lstm_step_backward", "dnext_h", dnext_h.shape(), {x.shape(0), wh.shape(0)}, "(N, H)");
  require_shape("lstm_step_backward", "dnext_c", dnext_c.shape(), {x.shape(0), wh.shape(0)}, "(N, H)");
  // BEGIN SOLUTION backward: all that reaches next_c first, by both its ways. Then each gate, through its own
  // nonlinearity, and side by side again in the order i, f, o, g. Then as in two affine layers.
  const Matrix dc = dnext_c + dnext_h * o * (1.0 - tanh_c * tanh_c);
  const Matrix da = hstack({dc * g * i * (1.0 - i), dc * prev_c * f * (1.0 - f),
                            dnext_h * tanh_c * o * (1.0 - o), dc * i * (1.0 - g * g)});
  return {matmul(da, transpose(wx)), matmul(da, transpose(wh)),     dc * f,
          matmul(transpose(x), da),  matmul(transpose(prev_h), da), sum(da, 0)};
  // END SOLUTION
}

}  // namespace backprop
