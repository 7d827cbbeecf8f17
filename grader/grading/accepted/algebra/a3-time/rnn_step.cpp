// One affine layer instead of two: the input and the hidden state side by side, the weights one above the
// other.
#include <backprop/rnn_step.hpp>

namespace backprop {

namespace {

Matrix stack(const Matrix& above, const Matrix& below) {
  return transpose(hstack({transpose(above), transpose(below)}));
}

Matrix rows(const Matrix& x, std::size_t begin, std::size_t end) {
  return transpose(columns(transpose(x), begin, end));
}

}  // namespace

Forward<Matrix, RnnStepCache> rnn_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  require_shape("rnn_step_forward", "prev_h", prev_h.shape(), {x.shape(0), b.size()}, "(N, H)");
  const Matrix next_h = tanh(matmul(hstack({x, prev_h}), stack(wx, wh)) + as_row(b));
  return {next_h, {x, prev_h, wx, wh, next_h}};
}

RnnStepGradients rnn_step_backward(const Matrix& dnext_h, const RnnStepCache& cache) {
  const auto& [x, prev_h, wx, wh, next_h] = cache;
  const std::size_t D = x.shape(1), H = wh.shape(0);
  require_shape("rnn_step_backward", "dnext_h", dnext_h.shape(), {x.shape(0), H}, "(N, H)");
  const Matrix da = dnext_h - dnext_h * next_h * next_h;
  const Matrix dinput = matmul(da, transpose(stack(wx, wh)));
  const Matrix dweights = matmul(transpose(hstack({x, prev_h})), da);
  return {columns(dinput, 0, D), columns(dinput, D, D + H), rows(dweights, 0, D), rows(dweights, D, D + H),
          sum(da, 0)};
}

}  // namespace backprop
