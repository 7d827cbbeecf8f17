// Recursion over time: what reaches h_t is asked of the step after it.
#include <backprop/gru.hpp>

namespace backprop {

Forward<Tensor3, GruCache> gru_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b) {
  if (x.shape(1) == 0) throw ShapeError("gru_forward: x has no time steps");
  Forward<Tensor3, GruCache> result{zeros(x.shape(0), x.shape(1), h0.shape(1)), {}};
  Matrix state = h0;
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    const auto [next, cache] = gru_step_forward(at_time(x, t), state, wx, wh, b);
    set_time(result.out, t, next);
    result.cache.steps.push_back(cache);
    state = next;
  }
  return result;
}

namespace {

// The gradient of the state before step t, over all ways that lead through step t; the rest goes into
// `gradients`.
Matrix before_step(std::size_t t, const Tensor3& dh, const GruCache& cache, GruGradients& gradients) {
  if (t == cache.steps.size()) return zeros(dh.shape(0), dh.shape(2));
  const Matrix from_later = before_step(t + 1, dh, cache, gradients);
  const GruStepGradients step = gru_step_backward(from_later + at_time(dh, t), cache.steps[t]);
  set_time(gradients.dx, t, step.dx);
  gradients.dwx += step.dwx;
  gradients.dwh += step.dwh;
  gradients.db += step.db;
  return step.dprev_h;
}

}  // namespace

GruGradients gru_backward(const Tensor3& dh, const GruCache& cache) {
  const GruStepCache& first = cache.steps.at(0);
  GruGradients gradients{zeros(dh.shape(0), dh.shape(1), first.x.shape(1)), first.prev_h * 0.0,
                         first.wx * 0.0, first.wh * 0.0, zeros(first.wx.shape(1))};
  gradients.dh0 = before_step(0, dh, cache, gradients);
  return gradients;
}

}  // namespace backprop
