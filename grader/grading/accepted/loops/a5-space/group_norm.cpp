// Loops over images, groups and the numbers of a group, which lie one after the other in memory.
#include <backprop/group_norm.hpp>
#include <cmath>

namespace backprop {

Forward<Tensor4, GroupNormCache> group_norm_forward(const Tensor4& x, const Vector& gamma, const Vector& beta,
                                                    std::size_t G, double eps) {
  const std::size_t N = x.shape(0), C = x.shape(1), pixels = x.shape(2) * x.shape(3);
  const std::size_t M = C / G * pixels;
  Tensor4 out = zeros_like(x);
  Tensor4 xhat = zeros_like(x);
  Matrix ivar = zeros(N, G);
  for (std::size_t group = 0; group < N * G; ++group) {
    double mean = 0.0;
    for (std::size_t k = group * M; k < (group + 1) * M; ++k) mean += x.flat(k) / static_cast<double>(M);
    double var = 0.0;
    for (std::size_t k = group * M; k < (group + 1) * M; ++k)
      var += (x.flat(k) - mean) * (x.flat(k) - mean) / static_cast<double>(M);
    ivar.flat(group) = 1.0 / std::sqrt(var + eps);
    for (std::size_t k = group * M; k < (group + 1) * M; ++k) {
      const std::size_t c = k / pixels % C;
      xhat.flat(k) = (x.flat(k) - mean) * ivar.flat(group);
      out.flat(k) = gamma(c) * xhat.flat(k) + beta(c);
    }
  }
  return {out, {xhat, ivar, gamma}};
}

GroupNormGradients group_norm_backward(const Tensor4& dout, const GroupNormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  const std::size_t C = xhat.shape(1), pixels = xhat.shape(2) * xhat.shape(3);
  const std::size_t M = xhat.size() / ivar.size();
  GroupNormGradients gradients{zeros_like(xhat), zeros(C), zeros(C)};
  for (std::size_t group = 0; group < ivar.size(); ++group) {
    double across = 0.0;
    double along = 0.0;
    for (std::size_t k = group * M; k < (group + 1) * M; ++k) {
      const std::size_t c = k / pixels % C;
      across += dout.flat(k) * gamma(c);
      along += dout.flat(k) * gamma(c) * xhat.flat(k);
      gradients.dgamma(c) += dout.flat(k) * xhat.flat(k);
      gradients.dbeta(c) += dout.flat(k);
    }
    for (std::size_t k = group * M; k < (group + 1) * M; ++k) {
      const double g = dout.flat(k) * gamma(k / pixels % C);
      gradients.dx.flat(k) = ivar.flat(group) / static_cast<double>(M) *
                             (static_cast<double>(M) * g - across - xhat.flat(k) * along);
    }
  }
  return gradients;
}

}  // namespace backprop
