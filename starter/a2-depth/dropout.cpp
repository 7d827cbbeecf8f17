#include <backprop/dropout.hpp>

namespace backprop {

Forward<Matrix, DropoutCache> dropout_forward(const Matrix& x, double p, Mode mode, Rng& rng) {
  if (!(p > 0.0 && p <= 1.0)) throw std::invalid_argument("dropout_forward: p is not in (0, 1]");
  if (mode == Mode::test) return {x, {mode, zeros(0, 0)}};
  const Matrix mask = (rng.uniform(x.shape(0), x.shape(1)) < p) / p;
  return {x * mask, {mode, mask}};
}

Matrix dropout_backward(const Matrix& dout, const DropoutCache& cache) {
  const auto& [mode, mask] = cache;
  if (mode == Mode::train) {
    require_shape("dropout_backward", "dout", dout.shape(), {mask.shape(0), mask.shape(1)}, "(N, D)");
  }
  // TODO(a2.dropout): what did the forward pass multiply by, in training and in test mode?
  throw NotImplemented("dropout_backward");
}

}  // namespace backprop
