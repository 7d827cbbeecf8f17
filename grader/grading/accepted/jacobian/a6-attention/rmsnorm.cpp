// The Jacobian of each row, r (I - xhat xhat^T / D), by which the row of gamma dout is multiplied.
#include <backprop/rmsnorm.hpp>
#include <backprop/sequence.hpp>

namespace backprop {

Forward<Tensor3, RmsnormCache> rmsnorm_forward(const Tensor3& x, const Vector& gamma, double eps) {
  require_shape("rmsnorm_forward", "gamma", gamma.shape(), {x.shape(2)}, "(D)");
  const Tensor3 squares = x * x;
  const Matrix r = pow(sum(squares, 2) / static_cast<double>(gamma.size()) + eps, -0.5);
  const Tensor3 xhat = for_each_row(r) * x;
  return {gamma * xhat, {xhat, r, gamma}};
}

RmsnormGradients rmsnorm_backward(const Tensor3& dout, const RmsnormCache& cache) {
  const auto& [xhat, r, gamma] = cache;
  require_shape("rmsnorm_backward", "dout", dout.shape(), {xhat.shape(0), xhat.shape(1), xhat.shape(2)},
                "(N, T, D)");
  const std::size_t D = gamma.size();
  Tensor3 dx = zeros_like(xhat);
  for (std::size_t n = 0; n < xhat.shape(0); ++n) {
    for (std::size_t t = 0; t < xhat.shape(1); ++t) {
      const Vector row = row_at(xhat, n, t);
      Matrix jacobian = -outer(row, row) / static_cast<double>(D);
      for (std::size_t d = 0; d < D; ++d) jacobian(d, d) += 1.0;
      const Vector upstream = row_at(dout, n, t);
      row_at(dx, n, t) = Vector(r(n, t) * sum(jacobian * as_row(gamma * upstream), 1));
    }
  }
  return {dx, sum(as_rows(dout) * as_rows(xhat), 0)};
}

}  // namespace backprop
