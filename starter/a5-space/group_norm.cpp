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
  const Matrix groups = reshape(x, {N * G, C / G * H * W});
  const Matrix xmu = groups - as_column(mean(groups, 1));
  const Vector ivar = 1.0 / sqrt(mean(xmu * xmu, 1) + eps);
  Tensor4 xhat = reshape(xmu * as_column(ivar), {N, C, H, W});
  Tensor4 out = xhat * reshape(gamma, {1, C, 1, 1}) + reshape(beta, {1, C, 1, 1});
  return {std::move(out), {std::move(xhat), reshape(ivar, {N, G}), gamma}};
}

GroupNormGradients group_norm_backward(const Tensor4& dout, const GroupNormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  const std::size_t N = xhat.shape(0);
  const std::size_t C = xhat.shape(1);
  const std::size_t H = xhat.shape(2);
  const std::size_t W = xhat.shape(3);
  require_shape("group_norm_backward", "dout", dout.shape(), {N, C, H, W}, "(N, C, H, W)");
  // TODO(a5.group_norm): over which indices do the sums for gamma and beta run, and over which the means?
  // gamma differs between the channels of a group.
  throw NotImplemented("group_norm_backward");
}

}  // namespace backprop
