// Rows through views; the gradient from the last row taken to the first.
#include <backprop/gather_rows.hpp>

namespace backprop {

Forward<Matrix, GatherRowsCache> gather_rows_forward(const Matrix& table, const Labels& r) {
  require_labels("gather_rows_forward", r, table.shape(0));
  Matrix out = zeros(r.size(), table.shape(1));
  for (std::size_t n = 0; n < r.size(); ++n) xt::view(out, n, xt::all()) = xt::view(table, r(n), xt::all());
  return {out, {r, table.shape(0), table.shape(1)}};
}

Matrix gather_rows_backward(const Matrix& dout, const GatherRowsCache& cache) {
  require_shape("gather_rows_backward", "dout", dout.shape(), {cache.r.size(), cache.columns}, "(N, D)");
  Matrix dtable = zeros(cache.rows, cache.columns);
  for (std::size_t n = cache.r.size(); n-- > 0;) {
    xt::view(dtable, cache.r(n), xt::all()) += xt::view(dout, n, xt::all());
  }
  return dtable;
}

}  // namespace backprop
