/// Sequences seen as rows: what a layer of transformers needs beside the vocabulary.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// x: (N, T, D).  Returns (N T, D): each time step of each sequence as a row of a matrix, for matmul.
inline Matrix as_rows(const Tensor3& x) { return reshape(x, {x.shape(0) * x.shape(1), x.shape(2)}); }

/// numbers: (N, T), one for each row of a sequence.  Returns (N, T, 1), which broadcasts along the row.
inline Tensor3 for_each_row(const Matrix& numbers) {
  return reshape(numbers, {numbers.shape(0), numbers.shape(1), 1});
}
/// The same for heads: numbers: (N, H, T).  Returns (N, H, T, 1).
inline Tensor4 for_each_row(const Tensor3& numbers) {
  return reshape(numbers, {numbers.shape(0), numbers.shape(1), numbers.shape(2), 1});
}

}  // namespace backprop
