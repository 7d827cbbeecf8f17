#include <backprop/gather_rows.hpp>

namespace backprop {

Forward<Matrix, GatherRowsCache> gather_rows_forward(const Matrix& table, const Labels& r) {
  require_labels("gather_rows_forward", r, table.shape(0));
  // BEGIN SOLUTION forward: row n of the result is row r(n) of the table.
  Matrix out = zeros(r.size(), table.shape(1));
  for (std::size_t n = 0; n < r.size(); ++n) row_at(out, n) = row_at(table, r(n));
  return {out, {r, table.shape(0), table.shape(1)}};
  // END SOLUTION
}

Matrix gather_rows_backward(const Matrix& dout, const GatherRowsCache& cache) {
  const auto& [r, rows, columns] = cache;
  require_shape("gather_rows_backward", "dout", dout.shape(), {r.size(), columns}, "(N, D)");
  // BEGIN SOLUTION backward: each row of dout belongs to a row of the table.
  // What does a table row get that was taken twice? One that was never taken?
  Matrix dtable = zeros(rows, columns);
  for (std::size_t n = 0; n < r.size(); ++n) row_at(dtable, r(n)) += row_at(dout, n);
  return dtable;
  // END SOLUTION
}

}  // namespace backprop
