// The four gates are views into one matrix, and the backward pass writes their gradients into views of
// another.
#include <backprop/gate.hpp>
#include <backprop/lstm_step.hpp>

namespace backprop {

Forward<LstmState, LstmStepCache> lstm_step_forward(const Matrix& x, const Matrix& prev_h,
                                                    const Matrix& prev_c, const Matrix& wx, const Matrix& wh,
                                                    const Vector& b) {
  const std::size_t H = prev_h.shape(1);
  const Matrix a = as_row(b) + matmul(prev_h, wh) + matmul(x, wx);
  Matrix gates = gate(a);
  xt::view(gates, xt::all(), xt::range(3 * H, 4 * H)) =
      xt::tanh(xt::view(a, xt::all(), xt::range(3 * H, 4 * H)));
  const auto i = xt::view(gates, xt::all(), xt::range(0, H));
  const auto f = xt::view(gates, xt::all(), xt::range(H, 2 * H));
  const auto o = xt::view(gates, xt::all(), xt::range(2 * H, 3 * H));
  const auto g = xt::view(gates, xt::all(), xt::range(3 * H, 4 * H));
  const Matrix next_c = i * g + f * prev_c;
  const Matrix tanh_c = tanh(next_c);
  return {{tanh_c * o, next_c}, {x, prev_h, prev_c, wx, wh, i, f, o, g, tanh_c}};
}

LstmStepGradients lstm_step_backward(const Matrix& dnext_h, const Matrix& dnext_c,
                                     const LstmStepCache& cache) {
  const std::size_t H = cache.wh.shape(0);
  const Matrix one = 0.0 * cache.i + 1.0;
  Matrix dc = one - cache.tanh_c * cache.tanh_c;
  dc *= dnext_h;
  dc *= cache.o;
  dc += dnext_c;
  Matrix da = hstack({one, one, one, one});
  xt::view(da, xt::all(), xt::range(0, H)) = cache.i * (1.0 - cache.i) * cache.g;
  xt::view(da, xt::all(), xt::range(H, 2 * H)) = cache.f * (1.0 - cache.f) * cache.prev_c;
  xt::view(da, xt::all(), xt::range(3 * H, 4 * H)) = (1.0 - cache.g * cache.g) * cache.i;
  da *= hstack({dc, dc, one, dc});
  xt::view(da, xt::all(), xt::range(2 * H, 3 * H)) = dnext_h * cache.tanh_c * cache.o * (1.0 - cache.o);
  return {matmul(da, transpose(cache.wx)), matmul(da, transpose(cache.wh)),     dc * cache.f,
          matmul(transpose(cache.x), da),  matmul(transpose(cache.prev_h), da), sum(da, 0)};
}

}  // namespace backprop
