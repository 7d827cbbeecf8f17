#include <backprop/group_norm.hpp>

namespace backprop {

Forward<Tensor4, GroupNormCache> group_norm_forward(const Tensor4& x, const Vector& gamma, const Vector& beta,
                                                    std::size_t G, double eps) {
  const std::size_t N = x.shape(0);
  const std::size_t C = x.shape(1);
  const std::size_t H = x.shape(2);
  const std::size_t W = x.shape(3);
  require_shape("group_norm_forward", "gamma", gamma.shape(), {C}, "(C)");
  require_shape("group_norm_forward", "beta", beta.shape(), {C}, "(C)");
  if (G == 0 || C % G != 0) {
    throw ShapeError("group_norm_forward: G is " + std::to_string(G) +
                     ", which does not divide C = " + std::to_string(C));
  }
  // BEGIN SOLUTION forward: neighbouring channels lie beside each other, so that a group is a row of a
  // matrix.
  const Matrix groups = reshape(x, {N * G, C / G * H * W});
  const Matrix xmu = groups - as_column(mean(groups, 1));
  const Vector ivar = 1.0 / sqrt(mean(xmu * xmu, 1) + eps);
  Tensor4 xhat = reshape(xmu * as_column(ivar), {N, C, H, W});
  Tensor4 out = xhat * reshape(gamma, {1, C, 1, 1}) + reshape(beta, {1, C, 1, 1});
  return {std::move(out), {std::move(xhat), reshape(ivar, {N, G}), gamma}};
  // END SOLUTION
}

GroupNormGradients group_norm_backward(const Tensor4& dout, const GroupNormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  const std::size_t N = xhat.shape(0);
  const std::size_t C = xhat.shape(1);
  const std::size_t H = xhat.shape(2);
  const std::size_t W = xhat.shape(3);
  require_shape("group_norm_backward", "dout", dout.shape(), {N, C, H, W}, "(N, C, H, W)");
  // BEGIN SOLUTION backward: over which indices do the sums for gamma and beta run, and over which the means?
  // gamma differs between the channels of a group.
  const std::size_t G = ivar.shape(1);
  const std::size_t M = C / G * H * W;
  const Matrix g = reshape(dout * reshape(gamma, {1, C, 1, 1}), {N * G, M});
  const Matrix normalised = reshape(xhat, {N * G, M});
  const Matrix scale = reshape(ivar, {N * G, 1});
  const Matrix dx = scale * (g - as_column(mean(g, 1)) - normalised * as_column(mean(g * normalised, 1)));
  return {reshape(dx, {N, C, H, W}), sum(dout * xhat, {0, 2, 3}), sum(dout, {0, 2, 3})};
  // END SOLUTION
}

}  // namespace backprop
