#include <backprop/rnn_step.hpp>

namespace backprop {

Forward<Matrix, RnnStepCache> rnn_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  const std::size_t H = b.shape(0);
  require_shape("rnn_step_forward", "prev_h", prev_h.shape(), {x.shape(0), H}, "(N, H)");
  require_shape("rnn_step_forward", "wx", wx.shape(), {x.shape(1), H}, "(D, H)");
  require_shape("rnn_step_forward", "wh", wh.shape(), {H, H}, "(H, H)");
  const Matrix next_h = tanh(matmul(x, wx) + matmul(prev_h, wh) + as_row(b));
  return {next_h, {x, prev_h, wx, wh, next_h}};
}

RnnStepGradients rnn_step_backward(const Matrix& dnext_h, const RnnStepCache& cache) {
  const auto& [x, prev_h, wx, wh, next_h] = cache;
  require_shape("rnn_step_backward", "dnext_h", dnext_h.shape(), {x.shape(0), wh.shape(0)}, "(N, H)");
  // TODO(a3.rnn_step): first through the tanh, then as in two affine layers that share a bias.
  throw NotImplemented("rnn_step_backward");
}

}  // namespace backprop
