/// A language model, from tokens to loss, made of your layers (GPT-2; Radford et al., 2019):
///
///     x_nt = w_tokens(n,t) + positions_t
///     x = block(x), for each block from the bottom up, with a causal mask
///     scores = layernorm(x) w^T
///     loss = cross_entropy(scores, y), the mean over all places where y is not padding
///
/// w is tied: it reads the tokens at the bottom and is what the scores are measured with at the top, so its
/// gradient is a sum over both. positions_t belongs to step t of every sequence. There may be more positions
/// than steps; the further ones have gradient 0. There may be any number of blocks, at least one.
/// N = sequences, T = steps, V = tokens in the vocabulary, D = features, P = positions, at least T,
/// L = blocks.
#pragma once

#include <backprop/cross_entropy_smoothed.hpp>
#include <backprop/heads.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/tensor.hpp>
#include <backprop/transformer_block.hpp>

#include <vector>

namespace backprop {

struct GptSettings {
  std::size_t heads = 1;    // of each block
  std::size_t padding = 0;  // a token: where it is to come next, nothing counts
};

struct GptParameters {
  Matrix w;                                        // (V, D)
  Matrix positions;                                // (P, D)
  std::vector<TransformerBlockParameters> blocks;  // L of them, from the bottom up
  Vector gamma;                                    // (D) of the norm above the blocks
  Vector beta;                                     // (D)
};

struct GptLossCache {
  LabelMatrix tokens;                         // (N, T)
  Matrix w;                                   // (V, D)
  std::size_t positions;                      // P
  std::vector<TransformerBlockCache> blocks;  // L
  LayernormCache norm;
  Matrix top;      // (N T, D) the output of the norm, a row for each step of each sequence
  Tensor3 scores;  // (N, T, V) of the token that comes next
  CrossEntropySmoothedCache loss;
};

/// tokens: (N, T), and y: (N, T) what comes next, each in [0, V).  Returns the loss, one number, and the
/// cache. Labels are not smoothed.  Throws ShapeError when the sizes do not fit, std::out_of_range for a
/// token outside [0, V).
Forward<double, GptLossCache> gpt_loss_forward(const LabelMatrix& tokens, const LabelMatrix& y,
                                               const GptParameters& parameters, const GptSettings& settings);

/// dloss: the upstream gradient, one number.  Returns each gradient in the place of its parameter.
GptParameters gpt_loss_backward(double dloss, const GptLossCache& cache);

}  // namespace backprop
