#include <backprop/multi_head_attention.hpp>
#include <cmath>
#include <functional>
#include <limits>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::multi_head_attention_mistakes {

using namespace backprop;

// The layer on its way down. A mistake takes a step of its own.
struct HeadSteps {
  // (N T, D): the gradient of the merged heads.
  std::function<Matrix(const Matrix& d, const MultiHeadAttentionCache&)> merged =
      [](const Matrix& d, const MultiHeadAttentionCache& cache) -> Matrix {
    return matmul(d, transpose(cache.w.wo));
  };
  std::function<Tensor3(const Tensor3& dmerged, std::size_t H)> split = split_heads;
  std::function<AttentionGradients(const Tensor3& dheads, const MultiHeadAttentionCache&)> attend =
      [](const Tensor3& dheads, const MultiHeadAttentionCache& cache) {
        return attention_backward(dheads, cache.attention);
      };
  std::function<Tensor3(const Tensor3& heads, std::size_t H)> merge = merge_heads;
};

// What arrives at the three projections, (N T, D) each, and at x.
struct Projected {
  MultiHeadAttentionCache cache;
  std::size_t T;
  Matrix d, dq, dk, dv;
};

Projected down_to_projections(Given& given, const HeadSteps& steps) {
  const MultiHeadAttentionParameters w{given.in.matrix("wq"), given.in.matrix("wk"), given.in.matrix("wv"),
                                       given.in.matrix("wo")};
  const Tensor3& x = given.in.tensor3("x");
  const auto H = static_cast<std::size_t>(given.attributes.at("heads"));
  Projected at{multi_head_attention_forward(x, w, H, given.attributes.at("causal") != 0.0).cache,
               x.shape(1),
               as_rows(given.upstream.tensor3("out")),
               {},
               {},
               {}};
  const Tensor3 dmerged = as_sequences(steps.merged(at.d, at.cache), at.T);
  const AttentionGradients inside = steps.attend(steps.split(dmerged, H), at.cache);
  at.dq = as_rows(steps.merge(inside.dq, H));
  at.dk = as_rows(steps.merge(inside.dk, H));
  at.dv = as_rows(steps.merge(inside.dv, H));
  return at;
}

Tensors gradients_below(const Projected& at) {
  const auto& [heads, x, w, attention, merged] = at.cache;
  const Matrix dx =
      matmul(at.dq, transpose(w.wq)) + matmul(at.dk, transpose(w.wk)) + matmul(at.dv, transpose(w.wv));
  return {{"x", from_xtensor(as_sequences(dx, at.T))},
          {"wq", from_xtensor(matmul(transpose(x), at.dq))},
          {"wk", from_xtensor(matmul(transpose(x), at.dk))},
          {"wv", from_xtensor(matmul(transpose(x), at.dv))}};
}

WrongAnswer steps(const HeadSteps& steps) {
  return [steps](Given& given) { return gradients_below(down_to_projections(given, steps)); };
}

WrongAnswer wrong_dx(Matrix (*dx)(const Projected&)) {
  return [dx](Given& given) -> Tensors {
    const Projected at = down_to_projections(given, {});
    return {{"x", from_xtensor(as_sequences(dx(at), at.T))}};
  };
}

// The same numbers in the other shape, without the steps and heads changing places.
Tensor3 split_by_reshape(const Tensor3& x, std::size_t H) {
  return reshape(x, {x.shape(0) * H, x.shape(1), x.shape(2) / H});
}
Tensor3 merge_by_reshape(const Tensor3& heads, std::size_t H) {
  return reshape(heads, {heads.shape(0) / H, heads.shape(1), heads.shape(2) * H});
}

// Head h gets features h, h + H, h + 2 H and so on.
Tensor3 split_interleaved(const Tensor3& x, std::size_t H) {
  Tensor3 heads = zeros(x.shape(0) * H, x.shape(1), x.shape(2) / H);
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      for (std::size_t d = 0; d < x.shape(2); ++d) heads(n * H + d % H, t, d / H) = x(n, t, d);
    }
  }
  return heads;
}

AttentionGradients through_first_head(const Tensor3& dheads, const MultiHeadAttentionCache& cache) {
  Tensor3 first = dheads;
  for (std::size_t head = 0; head < first.shape(0); ++head) {
    if (head % cache.heads != 0) set_sequence(first, head, zeros(first.shape(1), first.shape(2)));
  }
  return attention_backward(first, cache.attention);
}

// 1 / sqrt(D) where 1 / sqrt(D/H) belongs.
AttentionGradients through_scale_of_all_features(const Tensor3& dheads,
                                                 const MultiHeadAttentionCache& cache) {
  AttentionGradients gradients = attention_backward(dheads, cache.attention);
  const double factor = 1.0 / std::sqrt(static_cast<double>(cache.heads));
  gradients.dq *= factor;
  gradients.dk *= factor;
  return gradients;
}

AttentionGradients through_open_attention(const Tensor3& dheads, const MultiHeadAttentionCache& cache) {
  const AttentionCache& inside = cache.attention;
  return attention_backward(dheads, attention_forward(inside.q, inside.k, inside.v, false).cache);
}

Matrix past_wo(const Matrix& d, const MultiHeadAttentionCache&) { return d; }
Matrix through_wo_as_it_is(const Matrix& d, const MultiHeadAttentionCache& cache) {
  return matmul(d, cache.w.wo);
}

Matrix of_queries(const Projected& at) { return matmul(at.dq, transpose(at.cache.w.wq)); }
Matrix of_queries_and_keys(const Projected& at) {
  return of_queries(at) + matmul(at.dk, transpose(at.cache.w.wk));
}
Matrix through_weights_as_they_are(const Projected& at) {
  const MultiHeadAttentionParameters& w = at.cache.w;
  return matmul(at.dq, w.wq) + matmul(at.dk, w.wk) + matmul(at.dv, w.wv);
}
Matrix averaged_over_projections(const Projected& at) {
  return (of_queries_and_keys(at) + matmul(at.dv, transpose(at.cache.w.wv))) / 3.0;
}

Tensors with_transposed_weights(Given& given) {
  Tensors result;
  for (const char* name : {"wq", "wk", "wv", "wo"}) {
    result[name] = from_xtensor(Matrix(transpose(to_matrix(given.right.at(name)))));
  }
  return result;
}

Tensors queries_and_keys_swapped(Given& given) {
  return {{"wq", given.right.at("wk")}, {"wk", given.right.at("wq")}};
}

Tensors dwo_from_x(Given& given) {
  const Projected at = down_to_projections(given, {});
  return wrong_matrix("wo", matmul(transpose(at.cache.x), at.d));
}

const std::vector<std::string> kBelow = {"x", "wq", "wk", "wv"};

const MistakeRegistration registration{
    "multi_head_attention",
    {
        {.id = "merged-by-reshape",
         .spoils = kBelow,
         .hint = "In memory, what lies beside a head's first step: its second step, or the next head?",
         .misconception = "Heads are merged by reading the same numbers in another shape.",
         .answer = steps({.merge = merge_by_reshape})},
        {.id = "split-by-reshape",
         .spoils = kBelow,
         .hint = "The forward pass merged the heads with merge_heads: which function undoes exactly that?",
         .misconception = "A gradient is split into heads by reading it in another shape.",
         .answer = steps({.split = split_by_reshape})},
        {.id = "split-interleaved",
         .spoils = kBelow,
         .hint = "Which features belong to head 0: the first D/H, or every H-th?",
         .misconception = "Features are dealt to the heads one by one.",
         .answer = steps({.split = split_interleaved})},
        {.id = "queries-only",
         .spoils = {"x"},
         .hint = "x becomes queries, keys and values: how many gradients come back to it?",
         .misconception = "A step asks, and what it asks for is its query.",
         .answer = wrong_dx(of_queries)},
        {.id = "values-forgotten",
         .spoils = {"x"},
         .hint = "Even with fixed weights, does the output move with x?",
         .misconception = "The gradient of attention is that of the weights.",
         .answer = wrong_dx(of_queries_and_keys)},
        {.id = "averaged-over-projections",
         .spoils = {"x"},
         .hint = "Three ways lead from x to the output: is what it gets their sum, or their mean?",
         .misconception = "Three gradients of one tensor are averaged.",
         .answer = wrong_dx(averaged_over_projections)},
        {.id = "projections-not-transposed",
         .spoils = {"x"},
         .hint = "The projections are square, so the shapes do not tell: which index is summed over?",
         .misconception = "What multiplies forward multiplies backward, as it is.",
         .answer = wrong_dx(through_weights_as_they_are)},
        {.id = "wo-not-transposed",
         .spoils = kBelow,
         .hint = "wo is square, so the shapes do not tell: which index is summed over on the way back?",
         .misconception = "What multiplies forward multiplies backward, as it is.",
         .answer = steps({.merged = through_wo_as_it_is})},
        {.id = "wo-forgotten",
         .spoils = kBelow,
         .hint = "Which layer stands between the merged heads and dout?",
         .misconception = "The last projection only mixes the heads; the gradient enters at the attention.",
         .answer = steps({.merged = past_wo})},
        {.id = "weights-transposed",
         .spoils = {"wq", "wk", "wv", "wo"},
         .hint = "Which row of a projection does feature 0 of its input meet?",
         .misconception = "Both orders of the product have the right shape.",
         .answer = with_transposed_weights},
        {.id = "queries-and-keys-swapped",
         .spoils = {"wq", "wk"},
         .hint = "In the product of a query and a key, whose gradient is made of the keys?",
         .misconception = "q and k are alike, so it does not matter which is which.",
         .answer = queries_and_keys_swapped},
        {.id = "scale-of-all-features",
         .spoils = {"x", "wq", "wk"},
         .hint = "How many terms has the product of a query and a key in one head?",
         .misconception = "The scale is 1 / sqrt(D), whatever the number of heads.",
         .answer = steps({.attend = through_scale_of_all_features})},
        {.id = "first-head-only",
         .spoils = kBelow,
         .hint = "How many heads have an output, and through how many does your gradient go?",
         .misconception = "All heads do the same, so one of them speaks for all.",
         .answer = steps({.attend = through_first_head})},
        {.id = "mask-forgotten",
         .spoils = kBelow,
         .hint = "Can a step have an influence on a later one's key, if it does not see it?",
         .misconception = "The mask belongs to the forward pass; backward, all steps are alike.",
         .answer = steps({.attend = through_open_attention})},
        {.id = "dwo-from-x",
         .spoils = {"wo"},
         .hint = "What does wo multiply: the input of the layer, or what the heads have made of it?",
         .misconception = "All four projections have the same input.",
         .answer = dwo_from_x},
        {.id = "divided-by-n",
         .spoils = {"wq", "wk", "wv", "wo"},
         .hint = "Is there a mean over the batch in this layer's forward pass?",
         .misconception = "Every weight gradient is to be averaged over the batch.",
         .answer =
             [](Given& given) {
               const auto N = static_cast<double>(given.in.tensor3("x").shape(0));
               return scaled(given.right, {"wq", "wk", "wv", "wo"}, 1.0 / N);
             }},
    }};

}  // namespace grader::multi_head_attention_mistakes
