#include <backprop/residual.hpp>

namespace backprop {

Forward<Matrix, ResidualCache> residual_forward(const Matrix& x, const Matrix& w1, const Vector& b1,
                                                const Matrix& w2, const Vector& b2) {
  require_shape("residual_forward", "w2", w2.shape(), {w1.shape(1), x.shape(1)}, "(H, D)");
  // BEGIN SOLUTION forward: affine, relu, affine; then add x.
  const auto [hidden, hidden_cache] = affine_forward(x, w1, b1);
  const auto [activations, relu_cache] = relu_forward(hidden);
  const auto [branch, branch_cache] = affine_forward(activations, w2, b2);
  return {x + branch, {hidden_cache, relu_cache, branch_cache}};
  // END SOLUTION
}

ResidualGradients residual_backward(const Matrix& dout, const ResidualCache& cache) {
  const auto& [hidden, relu, branch] = cache;
  require_shape("residual_backward", "dout", dout.shape(), {hidden.x.shape(0), hidden.x.shape(1)}, "(N, D)");
  // BEGIN SOLUTION backward: down the branch, layer by layer; then add what came straight.
  const auto [dactivations, dw2, db2] = affine_backward(dout, branch);
  const Matrix dhidden = relu_backward(dactivations, relu);
  const auto [dx_branch, dw1, db1] = affine_backward(dhidden, hidden);
  return {dout + dx_branch, dw1, db1, dw2, db2};
  // END SOLUTION
}

}  // namespace backprop
