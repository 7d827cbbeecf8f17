#include <backprop/attention_recomputed.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace backprop {

namespace {

// A tile of one sequence: `rows` queries from `i` on, `columns` keys from `j` on.
struct Tile {
  std::size_t i, rows;
  std::size_t j, columns;
};

// The tiles in which a query sees a key: all tiles of the first queries, then all of the next.
std::vector<Tile> tiles_of(std::size_t T, std::size_t S, bool causal, std::size_t size) {
  std::vector<Tile> tiles;
  for (std::size_t i = 0; i < T; i += size) {
    const std::size_t rows = std::min(size, T - i);
    for (std::size_t j = 0; j < S && !(causal && j >= i + rows); j += size)
      tiles.push_back({i, rows, j, std::min(size, S - j)});
  }
  return tiles;
}

// Rows `from` to `from + count` of sequence n of x.
Matrix rows_of(const Tensor3& x, std::size_t n, std::size_t from, std::size_t count) {
  Matrix rows = zeros(count, x.shape(2));
  for (std::size_t r = 0; r < count; ++r) row_at(rows, r) = row_at(x, n, from + r);
  return rows;
}

void add_to_rows(Tensor3& x, std::size_t n, std::size_t from, const Matrix& rows) {
  for (std::size_t r = 0; r < rows.shape(0); ++r) row_at(x, n, from + r) += row_at(rows, r);
}

// The scores of a tile, -infinity where the mask hides a key.
Matrix scores_of(const Matrix& q, const Matrix& k, const Tile& tile, bool causal) {
  Matrix s = matmul(q, transpose(k)) / std::sqrt(static_cast<double>(q.shape(1)));
  for (std::size_t r = 0; causal && r < tile.rows; ++r) {
    for (std::size_t c = 0; c < tile.columns; ++c) {
      if (tile.j + c > tile.i + r) s(r, c) = -std::numeric_limits<double>::infinity();
    }
  }
  return s;
}

}  // namespace

Forward<Tensor3, AttentionRecomputedCache> attention_recomputed_forward(const Tensor3& q, const Tensor3& k,
                                                                        const Tensor3& v, bool causal,
                                                                        std::size_t tile) {
  const std::size_t N = q.shape(0);
  const std::size_t T = q.shape(1);
  const std::size_t S = causal ? T : k.shape(1);
  const std::size_t M = v.shape(2);
  require_shape("attention_recomputed_forward", "k", k.shape(), {N, S, q.shape(2)},
                causal ? "(N, T, D)" : "(N, S, D)");
  require_shape("attention_recomputed_forward", "v", v.shape(), {N, S, M},
                causal ? "(N, T, M)" : "(N, S, M)");
  if (tile == 0) throw ShapeError("attention_recomputed_forward: the tile is 0");
  Tensor3 out = zeros(N, T, M);
  Matrix largest = zeros(N, T) - std::numeric_limits<double>::infinity();
  Matrix total = zeros(N, T);
  for (std::size_t n = 0; n < N; ++n) {
    for (const Tile& at : tiles_of(T, S, causal, tile)) {
      const Matrix s = scores_of(rows_of(q, n, at.i, at.rows), rows_of(k, n, at.j, at.columns), at, causal);
      const Vector here = max(s, 1);
      Vector shift = zeros(at.rows);
      for (std::size_t r = 0; r < at.rows; ++r) {
        shift(r) = std::max(largest(n, at.i + r), here(r));
        const double shrink = std::exp(largest(n, at.i + r) - shift(r));
        largest(n, at.i + r) = shift(r);
        total(n, at.i + r) *= shrink;
        row_at(out, n, at.i + r) *= shrink;
      }
      const Matrix e = exp(s - as_column(shift));
      const Vector sums = sum(e, 1);
      for (std::size_t r = 0; r < at.rows; ++r) total(n, at.i + r) += sums(r);
      add_to_rows(out, n, at.i, matmul(e, rows_of(v, n, at.j, at.columns)));
    }
  }
  out = out / reshape(total, {N, T, 1});
  return {out, {q, k, v, out, largest + log(total), causal, tile}};
}

AttentionRecomputedGradients attention_recomputed_backward(const Tensor3& dout,
                                                           const AttentionRecomputedCache& cache) {
  const auto& [q, k, v, out, lse, causal, tile] = cache;
  require_shape("attention_recomputed_backward", "dout", dout.shape(), {q.shape(0), q.shape(1), v.shape(2)},
                "(N, T, M)");
  // TODO(a6.attention_recomputed): delta first. Then make the weights of each tile again, and add what
  // the tile gives to dq, dk and dv: they need no more than that.
  throw NotImplemented("attention_recomputed_backward");
}

}  // namespace backprop
