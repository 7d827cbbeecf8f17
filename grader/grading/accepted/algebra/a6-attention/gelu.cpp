// The tanh form as x times the sigmoid of 2u, with the slope by way of 1 / cosh^2; the exact form by erf.
#include <backprop/gate.hpp>
#include <backprop/gelu.hpp>
#include <cmath>

namespace backprop {

Tensor3 normal_probability(const Tensor3& x) {
  Tensor3 p = x;
  for (double& value : p) value = 0.5 + 0.5 * std::erf(value * std::sqrt(0.5));
  return p;
}

Forward<Tensor3, GeluCache> gelu_forward(const Tensor3& x, bool exact) {
  const double stretch = std::sqrt(8.0 / std::acos(-1.0));
  const Tensor3 sigmoid = gate(stretch * x * (1.0 + 0.044715 * x * x));
  const Tensor3 open = exact ? normal_probability(x) : sigmoid;
  return {open * x, {x, open, exact}};
}

Tensor3 gelu_backward(const Tensor3& dout, const GeluCache& cache) {
  require_shape("gelu_backward", "dout", dout.shape(), {cache.x.shape(0), cache.x.shape(1), cache.x.shape(2)},
                "(N, T, D)");
  Tensor3 dx = cache.gate;
  const double pi = std::acos(-1.0);
  for (std::size_t i = 0; i < dx.size(); ++i) {
    const double x = cache.x.flat(i);
    if (cache.exact) {
      dx.flat(i) += x * std::exp(-x * x / 2.0) / std::sqrt(2.0 * pi);
    } else {
      const double cosh = std::cosh(std::sqrt(2.0 / pi) * (x + 0.044715 * x * x * x));
      dx.flat(i) += x * std::sqrt(0.5 / pi) * (1.0 + 0.134145 * x * x) / (cosh * cosh);
    }
  }
  return dx * dout;
}

}  // namespace backprop
