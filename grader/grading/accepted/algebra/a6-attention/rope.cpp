// Pairs as complex numbers: the forward pass multiplies by cos + i sin, the backward pass by its conjugate.
// The angles by a recurrence over pairs.
#include <backprop/rope.hpp>
#include <cmath>
#include <complex>

namespace backprop {

namespace {

using Complex = std::complex<double>;

Tensor4 times(const Tensor4& x, const RopeCache& table, bool conjugate) {
  Tensor4 out = zeros_like(x);
  const std::size_t T = x.shape(2), pairs = table.cosines.shape(1);
  for (std::size_t k = 0; 2 * k < x.size(); ++k) {
    const std::size_t i = k % pairs, t = k / pairs % T;
    const Complex factor(table.cosines(t, i), conjugate ? -table.sines(t, i) : table.sines(t, i));
    const Complex product = factor * Complex(x.flat(2 * k), x.flat(2 * k + 1));
    out.flat(2 * k) = product.real();
    out.flat(2 * k + 1) = product.imag();
  }
  return out;
}

}  // namespace

Forward<Tensor4, RopeCache> rope_forward(const Tensor4& x, std::size_t start, double base) {
  const std::size_t T = x.shape(2), K = x.shape(3);
  if (K % 2 != 0) throw ShapeError("rope_forward: K is odd");
  RopeCache table{zeros(T, K / 2), zeros(T, K / 2)};
  for (std::size_t i = 0; i < K / 2; ++i) {
    const double pace = std::exp(-std::log(base) * static_cast<double>(2 * i) / static_cast<double>(K));
    for (std::size_t t = 0; t < T; ++t) {
      const Complex unit = std::polar(1.0, static_cast<double>(start + t) * pace);
      table.cosines(t, i) = unit.real();
      table.sines(t, i) = unit.imag();
    }
  }
  return {times(x, table, false), table};
}

Tensor4 rope_backward(const Tensor4& dout, const RopeCache& cache) {
  require_shape("rope_backward", "dout", dout.shape(),
                {dout.shape(0), dout.shape(1), cache.cosines.shape(0), 2 * cache.cosines.shape(1)},
                "(N, H, T, K)");
  return times(dout, cache, true);
}

}  // namespace backprop
