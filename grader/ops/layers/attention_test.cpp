// Promises of the headers of attention that no known answer can hold.
#include <gtest/gtest.h>
#include <backprop/attention.hpp>
#include <backprop/attention_recomputed.hpp>
#include <backprop/gpt_loss.hpp>
#include <backprop/multi_head_attention.hpp>
#include <backprop/rng.hpp>
#include <backprop/tied_embedding.hpp>

namespace backprop {
namespace {

Tensor3 steps(std::size_t n, std::size_t t, std::size_t d, std::uint64_t seed) {
  return reshape(Rng(seed).normal(n * t, d), {n, t, d});
}

TEST(Heads, AreSplitAndMergedAgain) {
  const Tensor3 x = steps(2, 3, 8, 1);
  const Tensor3 heads = split_heads(x, 4);
  EXPECT_EQ(heads(1 * 4 + 2, 0, 1), x(1, 0, 2 * 2 + 1)) << "head 2 of sequence 1 has features 4 and 5";
  EXPECT_EQ(merge_heads(heads, 4), x);
  EXPECT_EQ(as_sequences(as_rows(x), 3), x);
  EXPECT_THROW(split_heads(x, 3), ShapeError);
  EXPECT_THROW(split_heads(x, 0), ShapeError);
  EXPECT_THROW(merge_heads(x, 4), ShapeError);
  EXPECT_THROW(sequence_at(x, 2), ShapeError);
  EXPECT_THROW(as_sequences(as_rows(x), 4), ShapeError);
}

TEST(Attention, IsTheSameWhenItsWeightsAreMadeAgain) {
  const Tensor3 q = steps(2, 7, 3, 1), k = steps(2, 7, 3, 2), v = steps(2, 7, 4, 3);
  const Tensor3 dout = steps(2, 7, 4, 4);
  for (const bool causal : {false, true}) {
    const auto [out, cache] = attention_forward(q, k, v, causal);
    const auto [again, kept] = attention_recomputed_forward(q, k, v, causal, 3);
    const auto whole = attention_backward(dout, cache);
    const auto tiles = attention_recomputed_backward(dout, kept);
    EXPECT_LE(max(abs(out - again)), 1e-14);
    EXPECT_LE(max(abs(whole.dq - tiles.dq)), 1e-13);
    EXPECT_LE(max(abs(whole.dk - tiles.dk)), 1e-13);
    EXPECT_LE(max(abs(whole.dv - tiles.dv)), 1e-13);
  }
}

TEST(Attention, RefusesWhatDoesNotFit) {
  const Tensor3 q = steps(2, 4, 3, 1), k = steps(2, 5, 3, 2), v = steps(2, 5, 2, 3);
  EXPECT_NO_THROW(attention_forward(q, k, v, false));
  EXPECT_THROW(attention_forward(q, k, v, true), ShapeError) << "as many keys as queries under a causal mask";
  EXPECT_THROW(attention_recomputed_forward(q, k, v, true, 2), ShapeError);
  EXPECT_THROW(attention_recomputed_forward(q, k, v, false, 0), ShapeError);
  EXPECT_THROW(attention_forward(q, k, steps(2, 4, 2, 3), false), ShapeError);
}

TEST(TiedEmbedding, RefusesTokensThatHaveNoRow) {
  const Matrix w = Rng(1).normal(3, 2);
  EXPECT_THROW(tied_embedding_forward({{0, 3}}, w, Rng(2).normal(2, 2)), std::out_of_range);
  EXPECT_THROW(tied_embedding_forward({{0, 2}}, w, Rng(2).normal(2, 3)), ShapeError);
}

TEST(GptLoss, NeedsAPositionForEachStep) {
  const Vector one = ones(2), none = zeros(2);
  const GptParameters parameters{Rng(1).normal(4, 2), Rng(2).normal(2, 2), {}, one, none};
  const GptSettings settings;
  const auto [loss, cache] = gpt_loss_forward({{1, 2}}, {{2, 3}}, parameters, settings);
  EXPECT_TRUE(gpt_loss_backward(1.0, cache).blocks.empty()) << "a model may have no blocks";
  EXPECT_THROW(gpt_loss_forward({{1, 2, 3}}, {{2, 3, 0}}, parameters, settings), ShapeError);
  EXPECT_THROW(gpt_loss_forward({{1, 4}}, {{2, 3}}, parameters, settings), std::out_of_range);
}

}  // namespace
}  // namespace backprop
