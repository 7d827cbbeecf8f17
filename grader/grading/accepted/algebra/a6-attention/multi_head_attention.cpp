// Never splits or merges a tensor: head h is a block of columns of each projection, and the layer is a sum
// over heads. out = sum_h attention(x wq_h, x wk_h, x wv_h) wo_h, where wo_h is a block of rows.
#include <algorithm>
#include <backprop/multi_head_attention.hpp>

namespace backprop {

namespace {

struct Head {
  Matrix wq, wk, wv;  // (D, D/H)
  Matrix wo;          // (D/H, D)
};

Head head_of(const MultiHeadAttentionParameters& w, std::size_t h, std::size_t size) {
  const std::size_t from = h * size, to = from + size;
  return {columns(w.wq, from, to), columns(w.wk, from, to), columns(w.wv, from, to),
          transpose(columns(transpose(w.wo), from, to))};
}

Tensor3 sequences(const Matrix& rows, std::size_t T) {
  return reshape(rows, {rows.shape(0) / T, T, rows.shape(1)});
}

// Puts a block of columns into a matrix.
void put(Matrix& whole, std::size_t from, const Matrix& block) {
  for (std::size_t r = 0; r < block.shape(0); ++r) {
    for (std::size_t c = 0; c < block.shape(1); ++c) whole(r, from + c) = block(r, c);
  }
}

// The sequences of one head among those of all: n H + h.
Tensor3 only(const Tensor3& all, std::size_t h, std::size_t H) {
  Tensor3 one = zeros(all.shape(0) / H, all.shape(1), all.shape(2));
  for (std::size_t n = 0; n < one.shape(0); ++n) set_sequence(one, n, sequence_at(all, n * H + h));
  return one;
}

void spread(Tensor3& all, std::size_t h, std::size_t H, const Tensor3& one) {
  for (std::size_t n = 0; n < one.shape(0); ++n) set_sequence(all, n * H + h, sequence_at(one, n));
}

}  // namespace

Forward<Tensor3, MultiHeadAttentionCache> multi_head_attention_forward(const Tensor3& x,
                                                                       const MultiHeadAttentionParameters& w,
                                                                       std::size_t heads, bool causal) {
  const std::size_t N = x.shape(0), T = x.shape(1), D = x.shape(2);
  for (const Matrix* each : {&w.wq, &w.wk, &w.wv, &w.wo})
    require_shape("multi_head_attention_forward", "a projection", each->shape(), {D, D}, "(D, D)");
  if (heads == 0 || D % heads != 0) throw ShapeError("multi_head_attention_forward: H does not divide D");
  const std::size_t size = D / heads;
  const Tensor3 none = zeros(N * heads, T, size);
  MultiHeadAttentionCache cache{
      heads, as_rows(x), w, {none, none, none, zeros(N * heads, T, T)}, zeros(N * T, D)};
  Matrix out = zeros(N * T, D);
  for (std::size_t h = 0; h < heads; ++h) {
    const Head head = head_of(w, h, size);
    const auto [seen, inside] =
        attention_forward(sequences(matmul(cache.x, head.wq), T), sequences(matmul(cache.x, head.wk), T),
                          sequences(matmul(cache.x, head.wv), T), causal);
    spread(cache.attention.q, h, heads, inside.q);
    spread(cache.attention.k, h, heads, inside.k);
    spread(cache.attention.v, h, heads, inside.v);
    spread(cache.attention.p, h, heads, inside.p);
    put(cache.merged, h * size, as_rows(seen));
    out += matmul(as_rows(seen), head.wo);
  }
  return {sequences(out, T), cache};
}

MultiHeadAttentionGradients multi_head_attention_backward(const Tensor3& dout,
                                                          const MultiHeadAttentionCache& cache) {
  const std::size_t D = cache.x.shape(1), T = cache.attention.q.shape(1), H = cache.heads, size = D / H;
  require_shape("multi_head_attention_backward", "dout", dout.shape(), {cache.x.shape(0) / T, T, D},
                "(N, T, D)");
  const Matrix d = as_rows(dout);
  Matrix dx = zeros_like(cache.x), dwq = zeros(D, D), dwk = dwq, dwv = dwq, dwo_transposed = dwq;
  for (std::size_t h = 0; h < H; ++h) {
    const Head head = head_of(cache.w, h, size);
    const AttentionCache inside{only(cache.attention.q, h, H), only(cache.attention.k, h, H),
                                only(cache.attention.v, h, H), only(cache.attention.p, h, H)};
    const auto [dq, dk, dv] = attention_backward(sequences(matmul(d, transpose(head.wo)), T), inside);
    dx += matmul(as_rows(dq), transpose(head.wq));
    dx += matmul(as_rows(dk), transpose(head.wk));
    dx += matmul(as_rows(dv), transpose(head.wv));
    put(dwq, h * size, matmul(transpose(cache.x), as_rows(dq)));
    put(dwk, h * size, matmul(transpose(cache.x), as_rows(dk)));
    put(dwv, h * size, matmul(transpose(cache.x), as_rows(dv)));
    put(dwo_transposed, h * size, matmul(transpose(d), columns(cache.merged, h * size, (h + 1) * size)));
  }
  return {sequences(dx, T), dwq, dwk, dwv, transpose(dwo_transposed)};
}

}  // namespace backprop
