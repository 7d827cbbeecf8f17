#include <backprop/transformer_block.hpp>

namespace backprop {

Forward<Tensor3, TransformerBlockCache> transformer_block_forward(
    const Tensor3& x, const TransformerBlockParameters& parameters, std::size_t heads, bool causal) {
  const auto& [gamma1, beta1, w, gamma2, beta2, w1, b1, w2, b2] = parameters;
  const std::size_t T = x.shape(1);
  // BEGIN SOLUTION function: two branches, each added to what goes around it. Keep every cache.
  auto [normal1, norm1] = layernorm_forward(as_rows(x), gamma1, beta1);
  auto [seen, attention] = multi_head_attention_forward(as_sequences(normal1, T), w, heads, causal);
  const Tensor3 middle = x + seen;
  auto [normal2, norm2] = layernorm_forward(as_rows(middle), gamma2, beta2);
  auto [wide, up] = affine_forward(normal2, w1, b1);
  auto [active, gelu] = gelu_forward(as_sequences(wide, T));
  auto [thought, down] = affine_forward(as_rows(active), w2, b2);
  return {middle + as_sequences(thought, T), {norm1, attention, norm2, up, gelu, down}};
  // END SOLUTION
}

TransformerBlockGradients transformer_block_backward(const Tensor3& dout,
                                                     const TransformerBlockCache& cache) {
  const auto& [norm1, attention, norm2, up, gelu, down] = cache;
  // BEGIN SOLUTION backward: the same layers from the top down. At a sum, what goes around the branch and
  // what comes through it are added.
  const std::size_t T = dout.shape(1);
  const auto [dactive, dw2, db2] = affine_backward(as_rows(dout), down);
  const Tensor3 dwide = gelu_backward(as_sequences(dactive, T), gelu);
  const auto [dnormal2, dw1, db1] = affine_backward(as_rows(dwide), up);
  const auto [dmiddle_rows, dgamma2, dbeta2] = layernorm_backward(dnormal2, norm2);
  const Tensor3 dmiddle = dout + as_sequences(dmiddle_rows, T);
  const auto [dnormal1, dwq, dwk, dwv, dwo] = multi_head_attention_backward(dmiddle, attention);
  const auto [dx_rows, dgamma1, dbeta1] = layernorm_backward(as_rows(dnormal1), norm1);
  return {dmiddle + as_sequences(dx_rows, T),
          {dgamma1, dbeta1, {dwq, dwk, dwv, dwo}, dgamma2, dbeta2, dw1, db1, dw2, db2}};
  // END SOLUTION
}

}  // namespace backprop
