/// Wrong backward passes of a lookup, for the layers that look something up.
#pragma once

#include <backprop/tensor.hpp>

namespace grader {

/// dout: (N, D), r: (N) rows in [0, rows). Returns (rows, D) with the last row of dout that belongs to each
/// row.
inline backprop::Matrix scattered_overwriting(const backprop::Matrix& dout, const backprop::Labels& r,
                                              std::size_t rows) {
  backprop::Matrix result = backprop::zeros(rows, dout.shape(1));
  for (std::size_t n = 0; n < r.size(); ++n) {
    for (std::size_t d = 0; d < dout.shape(1); ++d) result(static_cast<std::size_t>(r(n)), d) = dout(n, d);
  }
  return result;
}

/// dout: (N).  Returns (N, columns) with dout in every column.
inline backprop::Matrix in_every_column(const backprop::Vector& dout, std::size_t columns) {
  backprop::Matrix result = backprop::zeros(dout.size(), columns);
  result += backprop::as_column(dout);
  return result;
}

}  // namespace grader
