// The loss of each time step by itself, sent back through all steps before it: T (T + 1) / 2 steps instead of
// T, and the sum of all.
#include <backprop/rnn.hpp>

namespace backprop {

Forward<Tensor3, RnnCache> rnn_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b) {
  if (x.shape(1) == 0) throw ShapeError("rnn_forward: x has no time steps");
  Forward<Tensor3, RnnCache> result{zeros(x.shape(0), x.shape(1), h0.shape(1)), {}};
  Matrix state = h0;
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    const auto [next, cache] = rnn_step_forward(at_time(x, t), state, wx, wh, b);
    result.cache.steps.push_back(cache);
    set_time(result.out, t, next);
    state = next;
  }
  return result;
}

RnnGradients rnn_backward(const Tensor3& dh, const RnnCache& cache) {
  const RnnStepCache& first = cache.steps.at(0);
  RnnGradients gradients{zeros(dh.shape(0), dh.shape(1), first.x.shape(1)), first.prev_h * 0.0,
                         first.wx * 0.0, first.wh * 0.0, zeros(first.wh.shape(0))};
  for (std::size_t end = 0; end < cache.steps.size(); ++end) {
    Matrix carried = at_time(dh, end);
    for (std::size_t t = end + 1; t-- > 0;) {
      const RnnStepGradients step = rnn_step_backward(carried, cache.steps[t]);
      set_time(gradients.dx, t, at_time(gradients.dx, t) + step.dx);
      gradients.dwx += step.dwx;
      gradients.dwh += step.dwh;
      gradients.db += step.db;
      carried = step.dprev_h;
    }
    gradients.dh0 += carried;
  }
  return gradients;
}

}  // namespace backprop
