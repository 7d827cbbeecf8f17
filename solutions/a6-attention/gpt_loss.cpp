#include <backprop/gpt_loss.hpp>

namespace backprop {

Forward<double, GptLossCache> gpt_loss_forward(const LabelMatrix& tokens, const LabelMatrix& y,
                                               const GptParameters& parameters, const GptSettings& settings) {
  const auto& [w, positions, blocks, gamma, beta] = parameters;
  const std::size_t N = tokens.shape(0);
  const std::size_t T = tokens.shape(1);
  const std::size_t D = w.shape(1);
  require_labels("gpt_loss_forward", tokens, w.shape(0));
  require_shape("gpt_loss_forward", "positions", positions.shape(), {positions.shape(0), D}, "(P, D)");
  if (positions.shape(0) < T) {
    throw ShapeError("gpt_loss_forward: " + std::to_string(positions.shape(0)) + " positions for " +
                     std::to_string(T) + " steps");
  }
  // BEGIN SOLUTION function: each token's row of w and each step's position, the blocks, the norm, the scores
  // against all rows of w, and their loss. Keep every cache.
  Tensor3 x = zeros(N, T, D);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      row_at(x, n, t) = row_at(w, tokens(n, t));
      row_at(x, n, t) += row_at(positions, t);
    }
  }
  std::vector<TransformerBlockCache> caches;
  for (const TransformerBlockParameters& block : blocks) {
    auto [out, cache] = transformer_block_forward(x, block, settings.heads, true);
    x = out;
    caches.push_back(cache);
  }
  auto [top, norm] = layernorm_forward(as_rows(x), gamma, beta);
  const Tensor3 scores = as_sequences(matmul(top, transpose(w)), T);
  auto [loss, loss_cache] =
      cross_entropy_smoothed_forward(scores, y, 0.0, static_cast<std::int64_t>(settings.padding));
  return {loss, {tokens, w, positions.shape(0), caches, norm, top, scores, loss_cache}};
  // END SOLUTION
}

GptParameters gpt_loss_backward(double dloss, const GptLossCache& cache) {
  // BEGIN SOLUTION backward: from the loss down to the tokens. w is met at both ends.
  const std::size_t N = cache.tokens.shape(0);
  const std::size_t T = cache.tokens.shape(1);
  GptParameters gradients;
  const Matrix dscores = as_rows(cross_entropy_smoothed_backward(dloss, cache.loss));
  gradients.w = matmul(transpose(dscores), cache.top);
  const auto [dx_rows, dgamma, dbeta] = layernorm_backward(matmul(dscores, cache.w), cache.norm);
  gradients.gamma = dgamma;
  gradients.beta = dbeta;
  Tensor3 dx = as_sequences(dx_rows, T);
  gradients.blocks.resize(cache.blocks.size());
  for (std::size_t l = cache.blocks.size(); l-- > 0;) {
    TransformerBlockGradients block = transformer_block_backward(dx, cache.blocks[l]);
    gradients.blocks[l] = block.parameters;
    dx = block.dx;
  }
  gradients.positions = zeros(cache.positions, cache.w.shape(1));
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      row_at(gradients.w, cache.tokens(n, t)) += row_at(dx, n, t);
      row_at(gradients.positions, t) += row_at(dx, n, t);
    }
  }
  return gradients;
  // END SOLUTION
}

}  // namespace backprop
