// The time steps of dh, h and dx as views, and the gradients gathered per step before they are added up,
// first step first.
#include <backprop/rnn.hpp>

namespace backprop {

Forward<Tensor3, RnnCache> rnn_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b) {
  if (x.shape(1) == 0) throw ShapeError("rnn_forward: x has no time steps");
  Tensor3 h = zeros(x.shape(0), x.shape(1), h0.shape(1));
  RnnCache cache;
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    const Matrix input = xt::view(x, xt::all(), t, xt::all());
    auto step = rnn_step_forward(input, t == 0 ? h0 : cache.steps.back().next_h, wx, wh, b);
    xt::view(h, xt::all(), t, xt::all()) = step.out;
    cache.steps.push_back(step.cache);
  }
  return {h, cache};
}

RnnGradients rnn_backward(const Tensor3& dh, const RnnCache& cache) {
  const std::size_t T = cache.steps.size();
  std::vector<RnnStepGradients> steps(T);
  for (std::size_t t = T; t-- > 0;) {
    Matrix dnext_h = xt::view(dh, xt::all(), t, xt::all());
    if (t + 1 < T) dnext_h += steps[t + 1].dprev_h;
    steps[t] = rnn_step_backward(dnext_h, cache.steps[t]);
  }
  RnnGradients gradients{zeros(dh.shape(0), T, cache.steps[0].x.shape(1)), steps[0].dprev_h, steps[0].dwx,
                         steps[0].dwh, steps[0].db};
  for (std::size_t t = 0; t < T; ++t) {
    xt::view(gradients.dx, xt::all(), t, xt::all()) = steps[t].dx;
    if (t == 0) continue;
    gradients.dwx = gradients.dwx + steps[t].dwx;
    gradients.dwh = gradients.dwh + steps[t].dwh;
    gradients.db = gradients.db + steps[t].db;
  }
  return gradients;
}

}  // namespace backprop
