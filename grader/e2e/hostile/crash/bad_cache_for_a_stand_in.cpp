// Hands a stand-in a cache whose sizes do not fit each other: the grader itself works with what it says.
// Where: result channel
// Verdict: crash
// Op: rnn
#include <backprop/rnn.hpp>

namespace backprop {
Forward<Tensor3, RnnCache> rnn_forward(const Tensor3& x, const Matrix& h0, const Matrix& wx, const Matrix& wh,
                                       const Vector& b) {
  Tensor3 h = zeros(x.shape(0), x.shape(1), h0.shape(1));
  RnnCache cache;
  Matrix previous = h0;
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    auto [next, step] = rnn_step_forward(xt::view(x, xt::all(), t, xt::all()), previous, wx, wh, b);
    xt::view(h, xt::all(), t, xt::all()) = next;
    previous = next;
    cache.steps.push_back(step);
  }
  return {h, cache};
}

RnnGradients rnn_backward(const Tensor3& dh, const RnnCache& cache) {
  const Matrix dnext = xt::view(dh, xt::all(), 0, xt::all());
  RnnStepCache step = cache.steps.front();
  step.wx = zeros(1, 1);
  step.next_h = zeros(1000, 1000);
  const auto [dx, dprev_h, dwx, dwh, db] = rnn_step_backward(dnext, step);
  return {zeros(1, 1, 1), dprev_h, dwx, dwh, db};
}
}  // namespace backprop
