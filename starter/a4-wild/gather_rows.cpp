#include <backprop/gather_rows.hpp>

namespace backprop {

Forward<Matrix, GatherRowsCache> gather_rows_forward(const Matrix& table, const Labels& r) {
  require_labels("gather_rows_forward", r, table.shape(0));
  Matrix out = zeros(r.size(), table.shape(1));
  for (std::size_t n = 0; n < r.size(); ++n) row_at(out, n) = row_at(table, r(n));
  return {out, {r, table.shape(0), table.shape(1)}};
}

Matrix gather_rows_backward(const Matrix& dout, const GatherRowsCache& cache) {
  const auto& [r, rows, columns] = cache;
  require_shape("gather_rows_backward", "dout", dout.shape(), {r.size(), columns}, "(N, D)");
  // TODO(a4.gather_rows): each row of dout belongs to a row of the table.
  // What does a table row get that was taken twice? One that was never taken?
  throw NotImplemented("gather_rows_backward");
}

}  // namespace backprop
