// The graph node by node: squares, mean, root, inverse, product; each row by itself.
#include <backprop/rmsnorm.hpp>
#include <cmath>

namespace backprop {

Forward<Tensor3, RmsnormCache> rmsnorm_forward(const Tensor3& x, const Vector& gamma, double eps) {
  require_shape("rmsnorm_forward", "gamma", gamma.shape(), {x.shape(2)}, "(D)");
  Tensor3 xhat = x, out = x;
  Matrix r = zeros(x.shape(0), x.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      const Vector row = row_at(x, n, t);
      r(n, t) = std::pow(sum(row * row) / static_cast<double>(row.size()) + eps, -0.5);
      row_at(xhat, n, t) *= r(n, t);
      row_at(out, n, t) = Vector(gamma * row * r(n, t));
    }
  }
  return {out, {xhat, r, gamma}};
}

RmsnormGradients rmsnorm_backward(const Tensor3& dout, const RmsnormCache& cache) {
  const auto& [xhat, r, gamma] = cache;
  require_shape("rmsnorm_backward", "dout", dout.shape(), {xhat.shape(0), xhat.shape(1), xhat.shape(2)},
                "(N, T, D)");
  Tensor3 dx = zeros_like(xhat);
  Vector dgamma = zeros(gamma.size());
  const auto D = static_cast<double>(gamma.size());
  for (std::size_t n = 0; n < xhat.shape(0); ++n) {
    for (std::size_t t = 0; t < xhat.shape(1); ++t) {
      const Vector upstream = row_at(dout, n, t);
      const Vector normalised = row_at(xhat, n, t);
      const Vector x = normalised / r(n, t);
      dgamma += upstream * normalised;
      const Vector dxhat = upstream * gamma;
      const double dr = sum(dxhat * x);
      const double dmean = -0.5 * dr * std::pow(r(n, t), 3);
      const Vector dsquares = dmean / D * ones_like(x);
      row_at(dx, n, t) = Vector(dxhat * r(n, t) + 2.0 * x * dsquares);
    }
  }
  return {dx, dgamma};
}

}  // namespace backprop
