// Plain loops over every number, with no matrix product; dx is added to as the loops meet it.
#include <backprop/swiglu.hpp>
#include <cmath>

namespace backprop {

namespace {

double squashed(double a) { return 0.5 + 0.5 * std::tanh(0.5 * a); }

}  // namespace

Forward<Tensor3, SwigluCache> swiglu_forward(const Tensor3& x, const Matrix& w, const Matrix& v) {
  const std::size_t D = x.shape(2), M = w.shape(1);
  require_shape("swiglu_forward", "w", w.shape(), {D, M}, "(D, M)");
  require_shape("swiglu_forward", "v", v.shape(), {D, M}, "(D, M)");
  Tensor3 a = zeros(x.shape(0), x.shape(1), M), b = a, out = a;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      for (std::size_t m = 0; m < M; ++m) {
        for (std::size_t d = 0; d < D; ++d) {
          a(n, t, m) += x(n, t, d) * w(d, m);
          b(n, t, m) += x(n, t, d) * v(d, m);
        }
        out(n, t, m) = a(n, t, m) * squashed(a(n, t, m)) * b(n, t, m);
      }
    }
  }
  return {out, {x, w, v, a, b}};
}

SwigluGradients swiglu_backward(const Tensor3& dout, const SwigluCache& cache) {
  const auto& [x, w, v, a, b] = cache;
  require_shape("swiglu_backward", "dout", dout.shape(), {a.shape(0), a.shape(1), a.shape(2)}, "(N, T, M)");
  SwigluGradients gradients{zeros_like(x), zeros_like(w), zeros_like(v)};
  auto& [dx, dw, dv] = gradients;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      for (std::size_t m = 0; m < a.shape(2); ++m) {
        const double s = squashed(a(n, t, m));
        const double db = dout(n, t, m) * a(n, t, m) * s;
        const double da = dout(n, t, m) * b(n, t, m) * s * (1.0 + a(n, t, m) * (1.0 - s));
        for (std::size_t d = 0; d < x.shape(2); ++d) {
          dx(n, t, d) += da * w(d, m) + db * v(d, m);
          dw(d, m) += x(n, t, d) * da;
          dv(d, m) += x(n, t, d) * db;
        }
      }
    }
  }
  return gradients;
}

}  // namespace backprop
