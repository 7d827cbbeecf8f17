// Two halves, each with a backward pass of its own that gives the gradient of its whole sum; neither calls
// affine.
#include <backprop/transformer_block.hpp>

namespace backprop {

namespace {

Matrix norm_rows(const Matrix& x, const Vector& gamma, const Vector& beta, LayernormCache& kept) {
  auto [out, cache] = layernorm_forward(x, gamma, beta);
  kept = cache;
  return out;
}

Tensor3 think(const Tensor3& x, const TransformerBlockParameters& p, TransformerBlockCache& cache) {
  const std::size_t T = x.shape(1);
  cache.up = {norm_rows(as_rows(x), p.gamma2, p.beta2, cache.norm2), p.w1};
  auto [active, gelu] = gelu_forward(as_sequences(matmul(cache.up.x, p.w1) + as_row(p.b1), T));
  cache.gelu = gelu;
  cache.down = {as_rows(active), p.w2};
  return x + as_sequences(matmul(cache.down.x, p.w2) + as_row(p.b2), T);
}

Matrix think_back(const Matrix& d, const TransformerBlockCache& cache,
                  TransformerBlockParameters& gradients) {
  gradients.w2 = matmul(transpose(cache.down.x), d);
  gradients.b2 = sum(d, 0);
  const std::size_t T = cache.gelu.x.shape(1);
  const Tensor3 dactive = as_sequences(matmul(d, transpose(cache.down.w)), T);
  const Matrix dwide = as_rows(gelu_backward(dactive, cache.gelu));
  gradients.w1 = matmul(transpose(cache.up.x), dwide);
  gradients.b1 = sum(dwide, 0);
  const LayernormGradients norm = layernorm_backward(matmul(dwide, transpose(cache.up.w)), cache.norm2);
  gradients.gamma2 = norm.dgamma;
  gradients.beta2 = norm.dbeta;
  return d + norm.dx;
}

Matrix look_back(const Matrix& d, std::size_t T, const TransformerBlockCache& cache,
                 TransformerBlockParameters& gradients) {
  const auto [dseen, dwq, dwk, dwv, dwo] = multi_head_attention_backward(as_sequences(d, T), cache.attention);
  gradients.attention = {dwq, dwk, dwv, dwo};
  const LayernormGradients norm = layernorm_backward(as_rows(dseen), cache.norm1);
  gradients.gamma1 = norm.dgamma;
  gradients.beta1 = norm.dbeta;
  return d + norm.dx;
}

}  // namespace

Forward<Tensor3, TransformerBlockCache> transformer_block_forward(
    const Tensor3& x, const TransformerBlockParameters& parameters, std::size_t heads, bool causal) {
  TransformerBlockCache cache;
  const Matrix normal = norm_rows(as_rows(x), parameters.gamma1, parameters.beta1, cache.norm1);
  auto [seen, attention] =
      multi_head_attention_forward(as_sequences(normal, x.shape(1)), parameters.attention, heads, causal);
  cache.attention = attention;
  const Tensor3 out = think(x + seen, parameters, cache);
  return {out, cache};
}

TransformerBlockGradients transformer_block_backward(const Tensor3& dout,
                                                     const TransformerBlockCache& cache) {
  TransformerBlockGradients gradients;
  const Matrix dmiddle = think_back(as_rows(dout), cache, gradients.parameters);
  const Matrix dx = look_back(dmiddle, dout.shape(1), cache, gradients.parameters);
  gradients.dx = as_sequences(dx, dout.shape(1));
  return gradients;
}

}  // namespace backprop
