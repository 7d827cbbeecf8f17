#include <algorithm>
#include <backprop/gpt_loss.hpp>
#include <map>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/ops/layers/gpt_loss_case.hpp"

namespace grader::gpt_loss_mistakes {

using namespace backprop;

// The model on its way down.
struct ModelWalk {
  GptLossCache cache;
  GptParameters gradients;
  Matrix dscores;  // (N T, V)
  Matrix top;      // (V, D) what w gets from the scores
  Tensor3 dx;      // (N, T, D) what arrives at the sum of embeddings and positions
};

// A mistake takes a step of its own.
struct ModelSteps {
  // What the blocks get, from what the scores give back: (N T, D).
  Matrix (*norm)(const Matrix& dtop, ModelWalk& walk) = [](const Matrix& dtop, ModelWalk& walk) -> Matrix {
    const LayernormGradients norm = layernorm_backward(dtop, walk.cache.norm);
    walk.gradients.gamma = norm.dgamma;
    walk.gradients.beta = norm.dbeta;
    return norm.dx;
  };
  // What goes on below block l, from what its backward pass got and gave.
  Tensor3 (*below)(const Tensor3& dout, const Tensor3& dx, std::size_t l) =
      [](const Tensor3&, const Tensor3& dx, std::size_t) -> Tensor3 { return dx; };
};

// Each row of dx added to the token that was read there.
Matrix embedded(const ModelWalk& walk, const Matrix& rows) {
  Matrix dw = zeros_like(walk.cache.w);
  for (std::size_t i = 0; i < rows.shape(0); ++i) row_at(dw, walk.cache.tokens.flat(i)) += row_at(rows, i);
  return dw;
}

Matrix placed(const ModelWalk& walk) {
  Matrix dpositions = zeros(walk.cache.positions, walk.dx.shape(2));
  for (std::size_t n = 0; n < walk.dx.shape(0); ++n) {
    for (std::size_t t = 0; t < walk.dx.shape(1); ++t) row_at(dpositions, t) += row_at(walk.dx, n, t);
  }
  return dpositions;
}

ModelWalk down_from(Given& given, const Tensor3& dscores, const ModelSteps& steps) {
  ModelWalk walk{gpt_loss_forward(given.in.label_matrix("tokens"), given.in.label_matrix("y"),
                                  gpt_parameters(given.in), gpt_settings(given.attributes))
                     .cache,
                 {},
                 as_rows(dscores),
                 {},
                 {}};
  walk.top = matmul(transpose(walk.dscores), walk.cache.top);
  walk.dx = as_sequences(steps.norm(matmul(walk.dscores, walk.cache.w), walk), dscores.shape(1));
  walk.gradients.blocks.resize(walk.cache.blocks.size());
  for (std::size_t l = walk.cache.blocks.size(); l-- > 0;) {
    const TransformerBlockGradients block = transformer_block_backward(walk.dx, walk.cache.blocks[l]);
    walk.gradients.blocks[l] = block.parameters;
    walk.dx = steps.below(walk.dx, block.dx, l);
  }
  walk.gradients.w = walk.top + embedded(walk, as_rows(walk.dx));
  walk.gradients.positions = placed(walk);
  return walk;
}

Tensor3 right_dscores(Given& given, double dloss) {
  const auto cache = gpt_loss_forward(given.in.label_matrix("tokens"), given.in.label_matrix("y"),
                                      gpt_parameters(given.in), gpt_settings(given.attributes))
                         .cache;
  return cross_entropy_smoothed_backward(dloss, cache.loss);
}

ModelWalk down(Given& given, const ModelSteps& steps = {}) {
  return down_from(given, right_dscores(given, given.upstream.number("loss")), steps);
}

Tensors named(Given& given, const ModelWalk& walk) { return gpt_gradients(given.right, walk.gradients); }

WrongAnswer walks(const ModelSteps& steps) {
  return [steps](Given& given) { return named(given, down(given, steps)); };
}

WrongAnswer wrong_w(Matrix (*dw)(const ModelWalk&)) {
  return [dw](Given& given) { return wrong_matrix("w", dw(down(given))); };
}

WrongAnswer wrong_positions(Matrix (*dpositions)(const ModelWalk&)) {
  return [dpositions](Given& given) { return wrong_matrix("positions", dpositions(down(given))); };
}

Matrix past_the_norm(const Matrix& dtop, ModelWalk& walk) {
  ModelSteps{}.norm(dtop, walk);
  return dtop;
}

Matrix with_gamma_and_beta_swapped(const Matrix& dtop, ModelWalk& walk) {
  const Matrix dx = ModelSteps{}.norm(dtop, walk);
  std::swap(walk.gradients.gamma, walk.gradients.beta);
  return dx;
}

Tensor3 around_the_blocks(const Tensor3& dout, const Tensor3&, std::size_t) { return dout; }

Tensor3 twice_around(const Tensor3& dout, const Tensor3& dx, std::size_t) { return dx + dout; }

Tensor3 past_the_lowest_block(const Tensor3& dout, const Tensor3& dx, std::size_t l) {
  return l == 0 ? dout : dx;
}

Matrix bottom_overwrites_top(const ModelWalk& walk) {
  Matrix dw = walk.top;
  for (const auto token : walk.cache.tokens) row_at(dw, token) = 0.0;
  return dw + embedded(walk, as_rows(walk.dx));
}

Matrix last_reading_counts(const ModelWalk& walk) {
  Matrix bottom = zeros_like(walk.cache.w);
  const Matrix rows = as_rows(walk.dx);
  for (std::size_t i = 0; i < rows.shape(0); ++i) row_at(bottom, walk.cache.tokens.flat(i)) = row_at(rows, i);
  return walk.top + bottom;
}

Matrix top_below_the_norm(const ModelWalk& walk) {
  return matmul(transpose(walk.dscores), walk.cache.norm.xhat) + embedded(walk, as_rows(walk.dx));
}

Matrix last_sequence_only(const ModelWalk& walk) {
  Matrix dpositions = zeros(walk.cache.positions, walk.dx.shape(2));
  for (std::size_t t = 0; t < walk.dx.shape(1); ++t)
    row_at(dpositions, t) = row_at(walk.dx, walk.dx.shape(0) - 1, t);
  return dpositions;
}

Matrix averaged_over_sequences(const ModelWalk& walk) {
  return placed(walk) / static_cast<double>(walk.dx.shape(0));
}

double places_that_count(Given& given) {
  const LabelMatrix& y = given.in.label_matrix("y");
  const auto padding = static_cast<std::int64_t>(given.attributes.at("padding"));
  return static_cast<double>(std::count_if(y.begin(), y.end(), [&](auto next) { return next != padding; }));
}

Tensors times(Given& given, double factor) {
  std::vector<std::string> all;
  for (const auto& [name, gradient] : given.right) all.push_back(name);
  return scaled(given.right, all, factor);
}

// The mean over all places, those of padding too.
Tensors mean_over_all_places(Given& given) {
  return times(given, places_that_count(given) / static_cast<double>(given.in.label_matrix("y").size()));
}

// Padding as a token like any other, in the mean over what counts.
Tensors padding_counts(Given& given) {
  const LabelMatrix& y = given.in.label_matrix("y");
  const Tensor3 dmean = gpt_loss_forward(given.in.label_matrix("tokens"), y, gpt_parameters(given.in),
                                         gpt_settings(given.attributes))
                            .cache.loss.p;
  const double count = std::max(places_that_count(given), 1.0);
  Tensor3 dscores = dmean * (given.upstream.number("loss") / count);
  for (std::size_t n = 0; n < y.shape(0); ++n) {
    for (std::size_t t = 0; t < y.shape(1); ++t)
      dscores(n, t, static_cast<std::size_t>(y(n, t))) -= given.upstream.number("loss") / count;
  }
  return named(given, down_from(given, dscores, {}));
}

Tensors blocks_upside_down(Given& given) {
  ModelWalk walk = down(given);
  std::ranges::reverse(walk.gradients.blocks);
  return named(given, walk);
}

const std::vector<std::string> kBlocks = {"gamma1", "beta1", "wq", "wk", "wv", "wo",
                                          "gamma2", "beta2", "w1", "b1", "w2", "b2"};
const std::vector<std::string> kBelowNorm = {"w",  "positions", "gamma1", "beta1", "wq", "wk", "wv",
                                             "wo", "gamma2",    "beta2",  "w1",    "b1", "w2", "b2"};
const std::vector<std::string> kAll = {"w",  "positions", "gamma",  "beta",  "gamma1", "beta1", "wq", "wk",
                                       "wv", "wo",        "gamma2", "beta2", "w1",     "b1",    "w2", "b2"};

const MistakeRegistration registration{
    "gpt_loss",
    {
        {.id = "top-only",
         .spoils = {"w"},
         .hint = "Change the row of a token that was read: do only the scores of that token notice?",
         .misconception = "w is the weight of the last layer; the table at the bottom only looks things up.",
         .answer = wrong_w([](const ModelWalk& walk) -> Matrix { return walk.top; })},
        {.id = "bottom-only",
         .spoils = {"w"},
         .hint = "Does a token that was never read have a score, and so a gradient?",
         .misconception = "w is an embedding, and at the top it is only borrowed.",
         .answer = wrong_w([](const ModelWalk& walk) -> Matrix { return embedded(walk, as_rows(walk.dx)); })},
        {.id = "bottom-overwrites-top",
         .spoils = {"w"},
         .hint = "When the second gradient of w arrives, what happens to the first?",
         .misconception = "A gradient is put in its place when it is known.",
         .answer = wrong_w(bottom_overwrites_top)},
        {.id = "last-reading-counts",
         .spoils = {"w"},
         .hint = "A letter that is read twice reaches the loss twice: what happens to the first of them?",
         .misconception = "The gradient of a lookup is put where the row was taken from.",
         .answer = wrong_w(last_reading_counts)},
        {.id = "top-below-the-norm",
         .spoils = {"w"},
         .hint = "What is it that w multiplies at the top: before gamma and beta, or after?",
         .misconception = "The scores are made of the normalised features; gamma and beta come with w.",
         .answer = wrong_w(top_below_the_norm)},
        {.id = "positions-of-last-sequence",
         .spoils = {"positions"},
         .hint = "Every sequence has a step 0: how many gradients does position 0 get?",
         .misconception = "The gradient of a position is put where the position was taken from.",
         .answer = wrong_positions(last_sequence_only)},
        {.id = "positions-averaged",
         .spoils = {"positions"},
         .hint = "A position moves in all sequences at once: do their gradients add up, or average?",
         .misconception = "What all sequences share is averaged over them.",
         .answer = wrong_positions(averaged_over_sequences)},
        {.id = "positions-are-constants",
         .spoils = {"positions"},
         .hint = "Are the positions of this model sines that nobody trains?",
         .misconception = "Positions are fixed, as in the first transformer.",
         .answer = [](Given& given) { return scaled(given.right, {"positions"}, 0.0); }},
        {.id = "norm-forgotten",
         .spoils = kBelowNorm,
         .hint = "You have dgamma and dbeta: what does the norm do to the gradient that goes on?",
         .misconception = "A norm's backward pass is for its own parameters.",
         .answer = walks({.norm = past_the_norm})},
        {.id = "gamma-and-beta-swapped",
         .spoils = {"gamma", "beta"},
         .hint = "gamma and beta have the same size: does each gradient lie in the place of its parameter?",
         .misconception = "A norm's gradients come in the order in which one remembers its parameters.",
         .answer = walks({.norm = with_gamma_and_beta_swapped})},
        {.id = "blocks-forgotten",
         .spoils = kBelowNorm,
         .hint = "Block 1 has an input: what does block 0 get as its dout?",
         .misconception = "All blocks lie beside a residual, so that each gets the same gradient.",
         .answer = walks({.below = around_the_blocks})},
        {.id = "residual-added-again",
         .spoils = kBelowNorm,
         .hint = "dx of a block: does it know of the way around its branches already?",
         .misconception = "The residual is the model's, so the model adds it to what a block gives.",
         .answer = walks({.below = twice_around})},
        {.id = "lowest-block-forgotten",
         .spoils = {"w", "positions"},
         .hint = "What is the input of block 0, and is its gradient what arrives at the embeddings?",
         .misconception = "The loop ends when all parameters of the blocks have their gradients.",
         .answer = walks({.below = past_the_lowest_block})},
        {.id = "blocks-upside-down",
         .spoils = kBlocks,
         .hint = "The backward pass meets the top block first: where in the list does its gradient belong?",
         .misconception = "Gradients are appended as they are met.",
         .answer = blocks_upside_down},
        {.id = "mean-over-all-places",
         .spoils = kAll,
         .hint = "By how many does the loss divide: by all places, or by those that count?",
         .misconception = "A mean is over N T places.",
         .answer = mean_over_all_places},
        {.id = "padding-counts",
         .spoils = kAll,
         .hint = "Where y is padding, does the loss depend on the scores?",
         .misconception = "Padding is a token like any other.",
         .answer = padding_counts},
        {.id = "summed-loss",
         .spoils = kAll,
         .hint = "The loss is a mean over what counts: is it so on the way back as well?",
         .misconception = "The gradients of all places just add up.",
         .answer = [](Given& given) { return times(given, places_that_count(given)); }},
        {.id = "upstream-ignored",
         .spoils = kAll,
         .hint = "The loss may be part of something larger: where does dloss enter your chain?",
         .misconception = "The gradient of a loss starts with 1.",
         .answer =
             [](Given& given) { return named(given, down_from(given, right_dscores(given, 1.0), {})); }},
    }};

}  // namespace grader::gpt_loss_mistakes
