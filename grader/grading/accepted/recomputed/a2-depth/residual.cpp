// Checkpointing: what the branch's last layer saw is computed a second time on the way back, from the input
// of the ReLU.
#include <backprop/residual.hpp>

namespace backprop {

Forward<Matrix, ResidualCache> residual_forward(const Matrix& x, const Matrix& w1, const Vector& b1,
                                                const Matrix& w2, const Vector& b2) {
  require_shape("residual_forward", "w2", w2.shape(), {w1.shape(1), x.shape(1)}, "(H, D)");
  const auto hidden = affine_forward(x, w1, b1);
  const auto activations = relu_forward(hidden.out);
  const auto branch = affine_forward(activations.out, w2, b2);
  return {branch.out + x, {hidden.cache, activations.cache, {zeros(0, 0), w2}}};  // without the activations
}

ResidualGradients residual_backward(const Matrix& dout, const ResidualCache& cache) {
  const Matrix& x = cache.hidden.x;
  require_shape("residual_backward", "dout", dout.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  const AffineCache branch{relu_forward(cache.relu.x).out, cache.branch.w};
  const AffineGradients top = affine_backward(dout, branch);
  AffineGradients bottom = affine_backward(relu_backward(top.dx, cache.relu), cache.hidden);
  bottom.dx += dout;
  return {bottom.dx, bottom.dw, bottom.db, top.dw, top.db};
}

}  // namespace backprop
