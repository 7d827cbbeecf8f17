// A lookup is linear: its Jacobian is a matrix of zeros and ones, (N, K), one one in each row. Forward times
// it, backward times its transpose.
#include <backprop/gather_rows.hpp>

namespace backprop {

namespace {

Matrix selection(const Labels& r, std::size_t rows) {
  Matrix jacobian = zeros(r.size(), rows);
  for (std::size_t n = 0; n < r.size(); ++n) jacobian(n, static_cast<std::size_t>(r(n))) = 1.0;
  return jacobian;
}

}  // namespace

Forward<Matrix, GatherRowsCache> gather_rows_forward(const Matrix& table, const Labels& r) {
  require_labels("gather_rows_forward", r, table.shape(0));
  return {matmul(selection(r, table.shape(0)), table), {r, table.shape(0), table.shape(1)}};
}

Matrix gather_rows_backward(const Matrix& dout, const GatherRowsCache& cache) {
  const auto& [r, rows, columns] = cache;
  require_shape("gather_rows_backward", "dout", dout.shape(), {r.size(), columns}, "(N, D)");
  return matmul(transpose(selection(r, rows)), dout);
}

}  // namespace backprop
