#include <backprop/gather.hpp>

namespace backprop {

Forward<Vector, GatherCache> gather_forward(const Matrix& q, const Labels& a) {
  require_shape("gather_forward", "a", a.shape(), {q.shape(0)}, "(N)");
  require_labels("gather_forward", a, q.shape(1));
  // BEGIN SOLUTION forward: of each row, the element in the column of its action.
  Vector out = zeros(a.size());
  for (std::size_t n = 0; n < a.size(); ++n) out(n) = q(n, static_cast<std::size_t>(a(n)));
  return {out, {a, q.shape(1)}};
  // END SOLUTION
}

Matrix gather_backward(const Vector& dout, const GatherCache& cache) {
  const auto& [a, actions] = cache;
  require_shape("gather_backward", "dout", dout.shape(), {a.size()}, "(N)");
  // BEGIN SOLUTION backward: start from zeros of the right shape. Which element of each row made a
  // difference?
  Matrix dq = zeros(a.size(), actions);
  for (std::size_t n = 0; n < a.size(); ++n) dq(n, static_cast<std::size_t>(a(n))) = dout(n);
  return dq;
  // END SOLUTION
}

}  // namespace backprop
