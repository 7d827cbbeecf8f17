#include <backprop/rnn.hpp>

namespace backprop {

Forward<Tensor3, RnnCache> rnn_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b) {
  const std::size_t T = x.shape(1);
  if (T == 0) throw ShapeError("rnn_forward: x has no time steps");
  require_shape("rnn_forward", "h0", h0.shape(), {x.shape(0), b.shape(0)}, "(N, H)");
  Tensor3 h = zeros(x.shape(0), T, h0.shape(1));
  RnnCache cache;
  Matrix state = h0;
  for (std::size_t t = 0; t < T; ++t) {
    auto step = rnn_step_forward(at_time(x, t), state, wx, wh, b);
    state = step.out;
    set_time(h, t, state);
    cache.steps.push_back(std::move(step.cache));
  }
  return {h, cache};
}

RnnGradients rnn_backward(const Tensor3& dh, const RnnCache& cache) {
  const std::size_t N = cache.steps.front().x.shape(0);
  const std::size_t T = cache.steps.size();
  const std::size_t D = cache.steps.front().wx.shape(0);
  const std::size_t H = cache.steps.front().wh.shape(0);
  require_shape("rnn_backward", "dh", dh.shape(), {N, T, H}, "(N, T, H)");
  // TODO(a3.rnn): the steps from the last to the first. What reaches h_t: its own dh, and what
  // comes back from the step after it. What reaches the weights: something from every step.
  throw NotImplemented("rnn_backward");
}

}  // namespace backprop
