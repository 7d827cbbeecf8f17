// One unit of one example at a time, each gate a plain number; the gradients are added up where they arise.
#include <backprop/lstm_step.hpp>
#include <cmath>

namespace backprop {

namespace {

double logistic(double a) {
  return a >= 0.0 ? 1.0 / (1.0 + std::exp(-a)) : std::exp(a) / (1.0 + std::exp(a));
}

}  // namespace

Forward<LstmState, LstmStepCache> lstm_step_forward(const Matrix& x, const Matrix& prev_h,
                                                    const Matrix& prev_c, const Matrix& wx, const Matrix& wh,
                                                    const Vector& b) {
  const std::size_t N = x.shape(0), D = x.shape(1), H = prev_h.shape(1);
  const Matrix none = zeros(N, H);
  LstmState next{none, none};
  LstmStepCache cache{x, prev_h, prev_c, wx, wh, none, none, none, none, none};
  const auto activation = [&](std::size_t n, std::size_t column) {
    double a = b(column);
    for (std::size_t d = 0; d < D; ++d) a += x(n, d) * wx(d, column);
    for (std::size_t h = 0; h < H; ++h) a += prev_h(n, h) * wh(h, column);
    return a;
  };
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t h = 0; h < H; ++h) {
      cache.i(n, h) = logistic(activation(n, h));
      cache.f(n, h) = logistic(activation(n, H + h));
      cache.o(n, h) = logistic(activation(n, 2 * H + h));
      cache.g(n, h) = std::tanh(activation(n, 3 * H + h));
      next.c(n, h) = cache.f(n, h) * prev_c(n, h) + cache.i(n, h) * cache.g(n, h);
      cache.tanh_c(n, h) = std::tanh(next.c(n, h));
      next.h(n, h) = cache.o(n, h) * cache.tanh_c(n, h);
    }
  }
  return {next, cache};
}

LstmStepGradients lstm_step_backward(const Matrix& dnext_h, const Matrix& dnext_c,
                                     const LstmStepCache& cache) {
  const auto& [x, prev_h, prev_c, wx, wh, i, f, o, g, tanh_c] = cache;
  const std::size_t N = x.shape(0), D = x.shape(1), H = wh.shape(0);
  LstmStepGradients gradients{zeros(N, D),     zeros(N, H),     zeros(N, H),
                              zeros(D, 4 * H), zeros(H, 4 * H), zeros(4 * H)};
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t h = 0; h < H; ++h) {
      const double dc = dnext_c(n, h) + dnext_h(n, h) * o(n, h) * (1.0 - tanh_c(n, h)) * (1.0 + tanh_c(n, h));
      gradients.dprev_c(n, h) = dc * f(n, h);
      const double da[] = {
          dc * g(n, h) * i(n, h) * (1.0 - i(n, h)), dc * prev_c(n, h) * f(n, h) * (1.0 - f(n, h)),
          dnext_h(n, h) * tanh_c(n, h) * o(n, h) * (1.0 - o(n, h)), dc * i(n, h) * (1.0 - g(n, h) * g(n, h))};
      for (std::size_t part = 0; part < 4; ++part) {
        const std::size_t column = part * H + h;
        gradients.db(column) += da[part];
        for (std::size_t d = 0; d < D; ++d) {
          gradients.dx(n, d) += da[part] * wx(d, column);
          gradients.dwx(d, column) += da[part] * x(n, d);
        }
        for (std::size_t k = 0; k < H; ++k) {
          gradients.dprev_h(n, k) += da[part] * wh(k, column);
          gradients.dwh(k, column) += da[part] * prev_h(n, k);
        }
      }
    }
  }
  return gradients;
}

}  // namespace backprop
