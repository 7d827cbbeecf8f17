// Number by number, and the derivative in its short form: out + s (1 - out).
#include <backprop/silu.hpp>
#include <cmath>

namespace backprop {

namespace {

double sigmoid(double x) { return x < 0.0 ? std::exp(x) / (1.0 + std::exp(x)) : 1.0 / (1.0 + std::exp(-x)); }

}  // namespace

Forward<Tensor3, SiluCache> silu_forward(const Tensor3& x) {
  Tensor3 out = zeros_like(x);
  for (std::size_t i = 0; i < x.size(); ++i) out.flat(i) = x.flat(i) * sigmoid(x.flat(i));
  return {out, {x}};
}

Tensor3 silu_backward(const Tensor3& dout, const SiluCache& cache) {
  const auto& [x] = cache;
  require_shape("silu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), x.shape(2)}, "(N, T, D)");
  Tensor3 dx = zeros_like(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double s = sigmoid(x.flat(i));
    const double out = x.flat(i) * s;
    dx.flat(i) = dout.flat(i) * (out + s * (1.0 - out));
  }
  return dx;
}

}  // namespace backprop
