// A sum over the row, weighed by a row of the identity matrix; the gradient is that row times dout.
#include <backprop/gather.hpp>

namespace backprop {

namespace {

Matrix chosen(const Labels& a, std::size_t actions) {
  Matrix result = zeros(a.size(), actions);
  for (std::size_t n = 0; n < a.size(); ++n) result(n, static_cast<std::size_t>(a(n))) = 1.0;
  return result;
}

}  // namespace

Forward<Vector, GatherCache> gather_forward(const Matrix& q, const Labels& a) {
  require_shape("gather_forward", "a", a.shape(), {q.shape(0)}, "(N)");
  require_labels("gather_forward", a, q.shape(1));
  return {sum(q * chosen(a, q.shape(1)), 1), {a, q.shape(1)}};
}

Matrix gather_backward(const Vector& dout, const GatherCache& cache) {
  require_shape("gather_backward", "dout", dout.shape(), {cache.a.size()}, "(N)");
  return as_column(dout) * chosen(cache.a, cache.actions);
}

}  // namespace backprop
