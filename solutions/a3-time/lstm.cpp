#include <backprop/lstm.hpp>

namespace backprop {

Forward<Tensor3, LstmCache> lstm_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx,
                                         const Matrix& wh, const Vector& b) {
  const std::size_t N = x.shape(0);
  const std::size_t T = x.shape(1);
  if (T == 0) throw ShapeError("lstm_forward: x has no time steps");
  require_shape("lstm_forward", "h0", h0.shape(), {N, wh.shape(0)}, "(N, H)");
  // BEGIN SOLUTION forward: lstm_step_forward at every time step, from a cell state of zero; keep every
  // cache.
  Tensor3 h = zeros(N, T, h0.shape(1));
  LstmCache cache;
  LstmState state{h0, zeros(N, h0.shape(1))};
  for (std::size_t t = 0; t < T; ++t) {
    auto step = lstm_step_forward(at_time(x, t), state.h, state.c, wx, wh, b);
    state = step.out;
    set_time(h, t, state.h);
    cache.steps.push_back(std::move(step.cache));
  }
  return {h, cache};
  // END SOLUTION
}

LstmGradients lstm_backward(const Tensor3& dh, const LstmCache& cache) {
  const std::size_t N = cache.steps.front().x.shape(0);
  const std::size_t T = cache.steps.size();
  const std::size_t D = cache.steps.front().wx.shape(0);
  const std::size_t H = cache.steps.front().wh.shape(0);
  require_shape("lstm_backward", "dh", dh.shape(), {N, T, H}, "(N, T, H)");
  // BEGIN SOLUTION backward: the steps from the last to the first. Two gradients go back from step to step.
  // What is that of the last cell state?
  LstmGradients gradients{zeros(N, T, D), zeros(N, H), zeros(D, 4 * H), zeros(H, 4 * H), zeros(4 * H)};
  Matrix dnext_c = zeros(N, H);
  for (std::size_t t = T; t-- > 0;) {
    const Matrix dnext_h = at_time(dh, t) + gradients.dh0;
    const LstmStepGradients step = lstm_step_backward(dnext_h, dnext_c, cache.steps[t]);
    set_time(gradients.dx, t, step.dx);
    gradients.dh0 = step.dprev_h;
    dnext_c = step.dprev_c;
    gradients.dwx += step.dwx;
    gradients.dwh += step.dwh;
    gradients.db += step.db;
  }
  return gradients;
  // END SOLUTION
}

}  // namespace backprop
