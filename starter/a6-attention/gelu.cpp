#include <backprop/gelu.hpp>
#include <cmath>
#include <numbers>

namespace backprop {

namespace {

// Of the tanh form: u = kStretch (x + kCubic x^3).
constexpr double kStretch = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
constexpr double kCubic = 0.044715;

}  // namespace

Tensor3 normal_probability(const Tensor3& x) {
  Tensor3 result = x;
  for (double& value : result) value = 0.5 * std::erfc(-value / std::numbers::sqrt2);
  return result;
}

Forward<Tensor3, GeluCache> gelu_forward(const Tensor3& x, bool exact) {
  const Tensor3 gate =
      exact ? normal_probability(x) : 0.5 * (1.0 + tanh(kStretch * (x + kCubic * x * square(x))));
  return {x * gate, {x, gate, exact}};
}

Tensor3 gelu_backward(const Tensor3& dout, const GeluCache& cache) {
  const auto& [x, gate, exact] = cache;
  require_shape("gelu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), x.shape(2)}, "(N, T, D)");
  // TODO(a6.gelu): x is a factor, and it opens the gate: two terms. What is the slope of the gate,
  // in each of the forms?
  throw NotImplemented("gelu_backward");
}

}  // namespace backprop
