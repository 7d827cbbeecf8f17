// The Jacobian of each row written out, diag(p) - p p^T, and multiplied by the row of dp.
#include <backprop/softmax.hpp>

namespace backprop {

Forward<Tensor3, SoftmaxCache> softmax_forward(const Tensor3& x) {
  Tensor3 p = x;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      const Vector row = row_at(x, n, t);
      const Vector e = exp(row - max(row));
      row_at(p, n, t) = Vector(e / sum(e));
    }
  }
  return {p, {p}};
}

Tensor3 softmax_backward(const Tensor3& dp, const SoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)}, "(N, T, S)");
  Tensor3 dx = zeros_like(p);
  for (std::size_t n = 0; n < p.shape(0); ++n) {
    for (std::size_t t = 0; t < p.shape(1); ++t) {
      const Vector row = row_at(p, n, t);
      Matrix jacobian = -outer(row, row);
      for (std::size_t s = 0; s < row.size(); ++s) jacobian(s, s) += row(s);
      const Vector upstream = row_at(dp, n, t);
      row_at(dx, n, t) = Vector(sum(jacobian * as_row(upstream), 1));
    }
  }
  return dx;
}

}  // namespace backprop
