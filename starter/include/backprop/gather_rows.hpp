/// Whole rows of a table, by their index: a lookup, in which the same row may be taken many times or never.
///
///     out_n = table_r(n)        (row r(n) of the table)
///
/// A table of Q values, one row a state, is read like this, and so is a table of word vectors.
/// A row that is taken several times reaches the loss on several paths.
/// N = rows taken, K = rows of the table, D = columns.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct GatherRowsCache {
  Labels r;             // (N) the row of the table that was taken
  std::size_t rows;     // K
  std::size_t columns;  // D
};

/// table: (K, D), r: (N) indices, each in [0, K).  Returns out: (N, D) and the cache.
/// Throws std::out_of_range for an index outside [0, K).
Forward<Matrix, GatherRowsCache> gather_rows_forward(const Matrix& table, const Labels& r);

/// dout: (N, D) gradient of the loss with respect to out.  Returns dtable: (K, D).
/// Throws ShapeError when dout is not (N, D).
Matrix gather_rows_backward(const Matrix& dout, const GatherRowsCache& cache);

}  // namespace backprop
