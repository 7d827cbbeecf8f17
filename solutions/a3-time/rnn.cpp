#include <backprop/rnn.hpp>

namespace backprop {

Forward<Tensor3, RnnCache> rnn_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b) {
  const std::size_t T = x.shape(1);
  if (T == 0) throw ShapeError("rnn_forward: x has no time steps");
  require_shape("rnn_forward", "h0", h0.shape(), {x.shape(0), b.shape(0)}, "(N, H)");
  // BEGIN SOLUTION forward: rnn_step_forward at every time step; keep every cache.
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
  // END SOLUTION
}

RnnGradients rnn_backward(const Tensor3& dh, const RnnCache& cache) {
  const std::size_t N = cache.steps.front().x.shape(0);
  const std::size_t T = cache.steps.size();
  const std::size_t D = cache.steps.front().wx.shape(0);
  const std::size_t H = cache.steps.front().wh.shape(0);
  require_shape("rnn_backward", "dh", dh.shape(), {N, T, H}, "(N, T, H)");
  // BEGIN SOLUTION backward: the steps from the last to the first. What reaches h_t: its own dh, and what
  // comes back from the step after it. What reaches the weights: something from every step.
  RnnGradients gradients{zeros(N, T, D), zeros(N, H), zeros(D, H), zeros(H, H), zeros(H)};
  for (std::size_t t = T; t-- > 0;) {
    const Matrix dnext_h = at_time(dh, t) + gradients.dh0;
    const RnnStepGradients step = rnn_step_backward(dnext_h, cache.steps[t]);
    set_time(gradients.dx, t, step.dx);
    gradients.dh0 = step.dprev_h;
    gradients.dwx += step.dwx;
    gradients.dwh += step.dwh;
    gradients.db += step.db;
  }
  return gradients;
  // END SOLUTION
}

}  // namespace backprop
