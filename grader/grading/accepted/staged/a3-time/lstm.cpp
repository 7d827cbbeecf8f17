// Two passes over time: all that the steps receive is listed first, then what they give back is put in its
// place.
#include <algorithm>
#include <backprop/lstm.hpp>

namespace backprop {

Forward<Tensor3, LstmCache> lstm_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx,
                                         const Matrix& wh, const Vector& b) {
  if (x.shape(1) == 0) throw ShapeError("lstm_forward: x has no time steps");
  std::vector<LstmState> states = {{h0, 0.0 * h0}};
  LstmCache cache;
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    const auto step = lstm_step_forward(at_time(x, t), states.back().h, states.back().c, wx, wh, b);
    states.push_back(step.out);
    cache.steps.push_back(step.cache);
  }
  Tensor3 h = zeros(x.shape(0), x.shape(1), h0.shape(1));
  for (std::size_t t = 0; t < x.shape(1); ++t) set_time(h, t, states[t + 1].h);
  return {h, cache};
}

LstmGradients lstm_backward(const Tensor3& dh, const LstmCache& cache) {
  const std::size_t T = cache.steps.size();
  std::vector<LstmStepGradients> steps;  // from the last to the first
  for (auto step = cache.steps.rbegin(); step != cache.steps.rend(); ++step) {
    const Matrix own = at_time(dh, T - 1 - steps.size());
    const bool last = steps.empty();
    const Matrix none = own * 0.0;
    steps.push_back(lstm_step_backward(own + (last ? none : steps.back().dprev_h),
                                       last ? none : steps.back().dprev_c, *step));
  }
  std::reverse(steps.begin(), steps.end());
  LstmGradients gradients{zeros(dh.shape(0), T, cache.steps[0].x.shape(1)), steps[0].dprev_h, steps[0].dwx,
                          steps[0].dwh, steps[0].db};
  for (std::size_t t = 0; t < T; ++t) {
    set_time(gradients.dx, t, steps[t].dx);
    if (t == 0) continue;
    gradients.dwx += steps[t].dwx;
    gradients.dwh += steps[t].dwh;
    gradients.db += steps[t].db;
  }
  return gradients;
}

}  // namespace backprop
