// Means by Kahan's summation; the mean is corrected once more by that of the deviations from it, which should
// be 0.
#include <backprop/layernorm.hpp>
#include <cmath>

namespace backprop {

namespace {

// The mean of term(0), term(1)... term(count - 1).
template <class Term>
double kahan_mean(std::size_t count, Term term) {
  double total = 0.0, lost = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double corrected = term(i) - lost;
    const double next = total + corrected;
    lost = (next - total) - corrected;
    total = next;
  }
  return total / static_cast<double>(count);
}

}  // namespace

Forward<Matrix, LayernormCache> layernorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  double eps) {
  const std::size_t N = x.shape(0), D = x.shape(1);
  require_shape("layernorm_forward", "gamma", gamma.shape(), {D}, "(D)");
  require_shape("layernorm_forward", "beta", beta.shape(), {D}, "(D)");
  Matrix xhat = zeros(N, D);
  Vector ivar = zeros(N);
  for (std::size_t n = 0; n < N; ++n) {
    double mu = kahan_mean(D, [&](std::size_t d) { return x(n, d); });
    mu += kahan_mean(D, [&](std::size_t d) { return x(n, d) - mu; });
    ivar(n) = 1.0 / std::sqrt(eps + kahan_mean(D, [&](std::size_t d) { return std::pow(x(n, d) - mu, 2); }));
    for (std::size_t d = 0; d < D; ++d) xhat(n, d) = (x(n, d) - mu) * ivar(n);
  }
  return {as_row(beta) + as_row(gamma) * xhat, {xhat, ivar, gamma}};
}

LayernormGradients layernorm_backward(const Matrix& dout, const LayernormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  const std::size_t N = xhat.shape(0), D = xhat.shape(1);
  require_shape("layernorm_backward", "dout", dout.shape(), {N, D}, "(N, D)");
  LayernormGradients gradients{zeros(N, D), zeros(D), zeros(D)};
  for (std::size_t n = 0; n < N; ++n) {
    const auto g = [&](std::size_t d) { return dout(n, d) * cache.gamma(d); };
    const double along = kahan_mean(D, [&](std::size_t d) { return g(d) * cache.xhat(n, d); });
    const double level = kahan_mean(D, g);
    for (std::size_t d = 0; d < D; ++d) gradients.dx(n, d) = (g(d) - level - xhat(n, d) * along) * ivar(n);
  }
  const auto batch = static_cast<double>(N);
  for (std::size_t d = 0; d < D; ++d) {
    gradients.dgamma(d) = batch * kahan_mean(N, [&](std::size_t n) { return dout(n, d) * cache.xhat(n, d); });
    gradients.dbeta(d) = batch * kahan_mean(N, [&](std::size_t n) { return dout(n, d); });
  }
  return gradients;
}

}  // namespace backprop
