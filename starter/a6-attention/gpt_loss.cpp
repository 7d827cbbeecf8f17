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
  // TODO(a6.gpt_loss): each token's row of w and each step's position, the blocks, the norm, the scores
  // against all rows of w, and their loss. Keep every cache.
  throw NotImplemented("gpt_loss_forward");
}

GptParameters gpt_loss_backward(double dloss, const GptLossCache& cache) {
  // TODO(a6.gpt_loss): from the loss down to the tokens. w is met at both ends.
  throw NotImplemented("gpt_loss_backward");
}

}  // namespace backprop
