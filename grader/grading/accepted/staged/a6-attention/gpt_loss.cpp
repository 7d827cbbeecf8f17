// Recursion instead of loops over the blocks: a model is a block with a model on top of it. The lookups are
// products with one-hot rows.
#include <backprop/gpt_loss.hpp>

namespace backprop {

namespace {

Matrix one_hot(const LabelMatrix& tokens, std::size_t V) {
  Matrix rows = zeros(tokens.size(), V);
  for (std::size_t i = 0; i < tokens.size(); ++i) rows(i, static_cast<std::size_t>(tokens.flat(i))) = 1.0;
  return rows;
}

double loss_from(std::size_t l, const Tensor3& x, const LabelMatrix& y, const GptParameters& parameters,
                 const GptSettings& settings, GptLossCache& cache) {
  if (l < parameters.blocks.size()) {
    auto [out, block] = transformer_block_forward(x, parameters.blocks[l], settings.heads, true);
    cache.blocks.push_back(block);
    return loss_from(l + 1, out, y, parameters, settings, cache);
  }
  auto [top, norm] = layernorm_forward(as_rows(x), parameters.gamma, parameters.beta);
  cache.norm = norm;
  cache.top = top;
  cache.scores = as_sequences(matmul(top, transpose(parameters.w)), x.shape(1));
  auto [loss, kept] =
      cross_entropy_smoothed_forward(cache.scores, y, 0.0, static_cast<std::int64_t>(settings.padding));
  cache.loss = kept;
  return loss;
}

// The gradient of block l's input; those above and its own are written.
Tensor3 back_from(std::size_t l, double dloss, const GptLossCache& cache, GptParameters& gradients) {
  if (l == cache.blocks.size()) {
    const Matrix dscores = as_rows(cross_entropy_smoothed_backward(dloss, cache.loss));
    gradients.w = matmul(transpose(dscores), cache.top);
    const LayernormGradients norm = layernorm_backward(matmul(dscores, cache.w), cache.norm);
    gradients.gamma = norm.dgamma;
    gradients.beta = norm.dbeta;
    return as_sequences(norm.dx, cache.scores.shape(1));
  }
  const auto [dx, parameters] =
      transformer_block_backward(back_from(l + 1, dloss, cache, gradients), cache.blocks[l]);
  gradients.blocks[l] = parameters;
  return dx;
}

}  // namespace

Forward<double, GptLossCache> gpt_loss_forward(const LabelMatrix& tokens, const LabelMatrix& y,
                                               const GptParameters& parameters, const GptSettings& settings) {
  const std::size_t N = tokens.shape(0), T = tokens.shape(1), V = parameters.w.shape(0);
  require_labels("gpt_loss_forward", tokens, V);
  if (parameters.positions.shape(0) < T) throw ShapeError("gpt_loss_forward: fewer positions than steps");
  GptLossCache cache;
  cache.tokens = tokens;
  cache.w = parameters.w;
  cache.positions = parameters.positions.shape(0);
  Tensor3 x = as_sequences(matmul(one_hot(tokens, V), parameters.w), T);
  for (std::size_t i = 0; i < N * T; ++i) row_at(x, i / T, i % T) += row_at(parameters.positions, i % T);
  const double loss = loss_from(0, x, y, parameters, settings, cache);
  return {loss, cache};
}

GptParameters gpt_loss_backward(double dloss, const GptLossCache& cache) {
  GptParameters gradients;
  gradients.blocks.resize(cache.blocks.size());
  const Tensor3 dx = back_from(0, dloss, cache, gradients);
  gradients.w += matmul(transpose(one_hot(cache.tokens, cache.w.shape(0))), as_rows(dx));
  const Matrix of_each_step = sum(dx, 0);
  gradients.positions = zeros(cache.positions, cache.w.shape(1));
  for (std::size_t t = 0; t < of_each_step.shape(0); ++t)
    row_at(gradients.positions, t) = row_at(of_each_step, t);
  return gradients;
}

}  // namespace backprop
