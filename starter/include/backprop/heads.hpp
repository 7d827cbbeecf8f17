/// Takes sequences apart, into one matrix each, and the features of a sequence into heads. Shared by all
/// layers with attention.
#pragma once

#include <backprop/sequence.hpp>
#include <backprop/tensor.hpp>

#include <algorithm>
#include <string>

namespace backprop {

/// sequence_at(x: (N, T, D), n) -> (T, D): one sequence, a copy. Throws ShapeError when n >= N.
inline Matrix sequence_at(const Tensor3& x, std::size_t n) {
  if (n >= x.shape(0)) {
    throw ShapeError("sequence_at: sequence " + std::to_string(n) + " of a tensor that is " +
                     shape_text(x.shape()) + " = (N, T, D)");
  }
  Matrix result({x.shape(1), x.shape(2)});
  std::copy_n(x.data() + n * result.size(), result.size(), result.data());
  return result;
}

/// set_sequence(x: (N, T, D), n, sequence: (T, D)): writes one sequence. Throws ShapeError when a size does
/// not fit.
inline void set_sequence(Tensor3& x, std::size_t n, const Matrix& sequence) {
  if (n >= x.shape(0)) {
    throw ShapeError("set_sequence: sequence " + std::to_string(n) + " of a tensor that is " +
                     shape_text(x.shape()) + " = (N, T, D)");
  }
  require_shape("set_sequence", "sequence", sequence.shape(), {x.shape(1), x.shape(2)}, "(T, D)");
  std::copy_n(sequence.data(), sequence.size(), x.data() + n * sequence.size());
}

/// as_sequences(rows: (N T, D), T) -> (N, T, D): undoes as_rows of sequence.hpp. Throws ShapeError when T
/// does not divide the number of rows.
inline Tensor3 as_sequences(const Matrix& rows, std::size_t T) {
  return reshape(rows, {T == 0 ? 0 : rows.shape(0) / T, T, rows.shape(1)});
}

/// split_heads(x: (N, T, D), H) -> (N H, T, D/H): each sequence becomes H sequences. Head h has the features
/// from h D/H to (h + 1) D/H, and head h of sequence n is sequence n H + h. Throws ShapeError when H does not
/// divide D.
inline Tensor3 split_heads(const Tensor3& x, std::size_t H) {
  const std::size_t N = x.shape(0);
  const std::size_t T = x.shape(1);
  if (H == 0 || x.shape(2) % H != 0) {
    throw ShapeError("split_heads: " + std::to_string(H) + " heads do not divide a tensor that is " +
                     shape_text(x.shape()) + " = (N, T, D)");
  }
  const std::size_t size = x.shape(2) / H;
  Tensor3 heads({N * H, T, size});
  const double* from = x.data();
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      for (std::size_t h = 0; h < H; ++h, from += size)
        std::copy_n(from, size, heads.data() + ((n * H + h) * T + t) * size);
    }
  }
  return heads;
}

/// merge_heads(heads: (N H, T, D/H), H) -> (N, T, D): undoes split_heads. Throws ShapeError when the first
/// size is no multiple of H.
inline Tensor3 merge_heads(const Tensor3& heads, std::size_t H) {
  if (H == 0 || heads.shape(0) % H != 0) {
    throw ShapeError("merge_heads: " + std::to_string(H) + " heads do not divide a tensor that is " +
                     shape_text(heads.shape()) + " = (N H, T, D/H)");
  }
  const std::size_t N = heads.shape(0) / H;
  const std::size_t T = heads.shape(1);
  const std::size_t size = heads.shape(2);
  Tensor3 x({N, T, H * size});
  double* to = x.data();
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      for (std::size_t h = 0; h < H; ++h, to += size)
        std::copy_n(heads.data() + ((n * H + h) * T + t) * size, size, to);
    }
  }
  return x;
}

}  // namespace backprop
