// The branch is written out, without its layers. The slope of the relu is 1 at 0, where ours is 0.
#include <backprop/residual.hpp>

namespace backprop {

Forward<Matrix, ResidualCache> residual_forward(const Matrix& x, const Matrix& w1, const Vector& b1,
                                                const Matrix& w2, const Vector& b2) {
  require_shape("residual_forward", "w2", w2.shape(), {w1.shape(1), x.shape(1)}, "(H, D)");
  const Matrix hidden = matmul(x, w1) + as_row(b1);
  const Matrix activations = maximum(hidden, 0.0);
  return {x + matmul(activations, w2) + as_row(b2), {{x, w1}, {hidden}, {activations, w2}}};
}

ResidualGradients residual_backward(const Matrix& dout, const ResidualCache& cache) {
  const auto& [first, gate, second] = cache;
  require_shape("residual_backward", "dout", dout.shape(), {first.x.shape(0), first.x.shape(1)}, "(N, D)");
  const Matrix dhidden = matmul(dout, transpose(second.w)) * (gate.x >= 0.0);
  return {dout + matmul(dhidden, transpose(first.w)), matmul(transpose(first.x), dhidden), sum(dhidden, 0),
          matmul(transpose(second.x), dout), sum(dout, 0)};
}

}  // namespace backprop
