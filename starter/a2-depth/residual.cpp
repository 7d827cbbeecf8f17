#include <backprop/residual.hpp>

namespace backprop {

Forward<Matrix, ResidualCache> residual_forward(const Matrix& x, const Matrix& w1, const Vector& b1,
                                                const Matrix& w2, const Vector& b2) {
  require_shape("residual_forward", "w2", w2.shape(), {w1.shape(1), x.shape(1)}, "(H, D)");
  const auto [hidden, hidden_cache] = affine_forward(x, w1, b1);
  const auto [activations, relu_cache] = relu_forward(hidden);
  const auto [branch, branch_cache] = affine_forward(activations, w2, b2);
  return {x + branch, {hidden_cache, relu_cache, branch_cache}};
}

ResidualGradients residual_backward(const Matrix& dout, const ResidualCache& cache) {
  const auto& [hidden, relu, branch] = cache;
  require_shape("residual_backward", "dout", dout.shape(), {hidden.x.shape(0), hidden.x.shape(1)}, "(N, D)");
  // TODO(a2.residual): down the branch, layer by layer; then add what came straight.
  throw NotImplemented("residual_backward");
}

}  // namespace backprop
