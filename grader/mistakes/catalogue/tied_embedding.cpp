#include <backprop/tied_embedding.hpp>
#include <functional>
#include <map>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::tied_embedding_mistakes {

using namespace backprop;

// All that a right backward pass computes.
struct Ends {
  LabelMatrix tokens;
  Matrix w, m, x, h;
  Matrix d;       // (N T, V) the upstream gradient
  Matrix top;     // (V, D) what w gets from the scores
  Matrix dh, dx;  // (N T, D)
  std::size_t at(std::size_t i) const { return static_cast<std::size_t>(tokens.flat(i)); }
};

Ends ends_of(Given& given) {
  const TiedEmbeddingCache cache =
      tied_embedding_forward(given.in.label_matrix("tokens"), given.in.matrix("w"), given.in.matrix("m"))
          .cache;
  Ends ends{cache.tokens, cache.w, cache.m, cache.x, cache.h, {}, {}, {}, {}};
  ends.d = reshape(given.upstream.tensor3("scores"), {cache.x.shape(0), cache.w.shape(0)});
  ends.top = matmul(transpose(ends.d), ends.h);
  ends.dh = matmul(ends.d, ends.w);
  ends.dx = matmul(ends.dh, transpose(ends.m));
  return ends;
}

// The rows added up at the tokens that were read.
Matrix at_tokens(const Ends& ends, const Matrix& rows) {
  Matrix dw = zeros_like(ends.w);
  for (std::size_t i = 0; i < rows.shape(0); ++i) row_at(dw, ends.at(i)) += row_at(rows, i);
  return dw;
}

WrongAnswer wrong_w(Matrix (*dw)(const Ends&)) {
  return [dw](Given& given) { return wrong_matrix("w", dw(ends_of(given))); };
}

WrongAnswer wrong_m(Matrix (*dm)(const Ends&)) {
  return [dm](Given& given) { return wrong_matrix("m", dm(ends_of(given))); };
}

Matrix bottom_overwrites_top(const Ends& ends) {
  Matrix dw = ends.top;
  for (std::size_t i = 0; i < ends.dx.shape(0); ++i) row_at(dw, ends.at(i)) = 0.0;
  return dw + at_tokens(ends, ends.dx);
}

Matrix last_reading_counts(const Ends& ends) {
  Matrix bottom = zeros_like(ends.w);
  for (std::size_t i = 0; i < ends.dx.shape(0); ++i) row_at(bottom, ends.at(i)) = row_at(ends.dx, i);
  return ends.top + bottom;
}

Matrix averaged_over_readings(const Ends& ends) {
  std::map<std::size_t, double> count;
  for (std::size_t i = 0; i < ends.dx.shape(0); ++i) count[ends.at(i)] += 1.0;
  Matrix rows = ends.dx;
  for (std::size_t i = 0; i < rows.shape(0); ++i) row_at(rows, i) /= count[ends.at(i)];
  return ends.top + at_tokens(ends, rows);
}

Matrix only_rows_that_were_read(const Ends& ends) {
  Matrix dw = zeros_like(ends.w);
  for (std::size_t i = 0; i < ends.dx.shape(0); ++i) row_at(dw, ends.at(i)) = row_at(ends.top, ends.at(i));
  return dw + at_tokens(ends, ends.dx);
}

// The places of (N, T) step by step, as if all sequences came at once.
Matrix flattened_across(const Ends& ends) {
  const std::size_t N = ends.tokens.shape(0);
  const std::size_t T = ends.tokens.shape(1);
  Matrix dw = ends.top;
  for (std::size_t i = 0; i < N * T; ++i) {
    const std::size_t token = static_cast<std::size_t>(ends.tokens(i % N, i / N));
    row_at(dw, token) += row_at(ends.dx, i);
  }
  return dw;
}

const MistakeRegistration registration{
    "tied_embedding",
    {
        {.id = "top-only",
         .spoils = {"w"},
         .hint = "Change one number of w: does only the multiplication at the top notice?",
         .misconception = "w is the weight of the last layer; the table at the bottom only looks things up.",
         .answer = wrong_w([](const Ends& ends) -> Matrix { return ends.top; })},
        {.id = "bottom-only",
         .spoils = {"w"},
         .hint = "Change the row of a token that nobody has read: do the scores stay as they are?",
         .misconception = "w is an embedding, and at the top it is only borrowed.",
         .answer = wrong_w([](const Ends& ends) -> Matrix { return at_tokens(ends, ends.dx); })},
        {.id = "bottom-overwrites-top",
         .spoils = {"w"},
         .hint = "When the second gradient of w arrives, what happens to the first?",
         .misconception = "A gradient is put in its place when it is known.",
         .answer = wrong_w(bottom_overwrites_top)},
        {.id = "averaged-over-ends",
         .spoils = {"w"},
         .hint = "Two ways lead from w to the loss: is what it gets their sum, or their mean?",
         .misconception = "A shared weight gets the mean of what its uses ask for.",
         .answer = [](Given& given) { return scaled(given.right, {"w"}, 0.5); }},
        {.id = "last-reading-counts",
         .spoils = {"w"},
         .hint = "A token that is read twice reaches the loss twice: what happens to the first of them?",
         .misconception = "The gradient of a lookup is put where the row was taken from.",
         .answer = wrong_w(last_reading_counts)},
        {.id = "averaged-over-readings",
         .spoils = {"w"},
         .hint = "A frequent token: does each place where it is read move with it by all of a change?",
         .misconception = "A row that is read several times gets the mean of its gradients.",
         .answer = wrong_w(averaged_over_readings)},
        {.id = "only-rows-that-were-read",
         .spoils = {"w"},
         .hint = "Does a token that was never read have a score?",
         .misconception = "The gradient of an embedding is sparse.",
         .answer = wrong_w(only_rows_that_were_read)},
        {.id = "past-m",
         .spoils = {"w"},
         .hint = "What stands between the two ends, and does the gradient go through it?",
         .misconception = "What arrives at h is what arrives at the tokens.",
         .answer = wrong_w([](const Ends& ends) -> Matrix { return ends.top + at_tokens(ends, ends.dh); })},
        {.id = "m-not-transposed",
         .spoils = {"w"},
         .hint =
             "m is square, so the shapes do not tell: which of its indices is summed over on the way back?",
         .misconception = "What multiplies forward multiplies backward, as it is.",
         .answer = wrong_w(
             [](const Ends& ends) -> Matrix { return ends.top + at_tokens(ends, matmul(ends.dh, ends.m)); })},
        {.id = "top-from-what-was-read",
         .spoils = {"w"},
         .hint = "What is it that w is multiplied by at the top?",
         .misconception = "The input of the last layer is the embedding.",
         .answer = wrong_w([](const Ends& ends) -> Matrix {
           return matmul(transpose(ends.d), ends.x) + at_tokens(ends, ends.dx);
         })},
        {.id = "flattened-across",
         .spoils = {"w"},
         .hint = "When tokens and gradients are each put into one long list, do they come in the same order?",
         .misconception = "A tensor of (N, T) may be flattened along either axis.",
         .answer = wrong_w(flattened_across)},
        {.id = "dm-transposed",
         .spoils = {"m"},
         .hint = "Which row of m does feature 0 of x meet?",
         .misconception = "Both orders of the product have the right shape.",
         .answer = wrong_m([](const Ends& ends) -> Matrix { return matmul(transpose(ends.dh), ends.x); })},
        {.id = "dm-from-h",
         .spoils = {"m"},
         .hint = "What does m multiply: what goes into it, or what comes out?",
         .misconception = "The cached matrix that is nearest is the input.",
         .answer = wrong_m([](const Ends& ends) -> Matrix { return matmul(transpose(ends.h), ends.dh); })},
        {.id = "upstream-ignored",
         .spoils = {"w", "m"},
         .hint = "Does your answer change when dscores does?",
         .misconception = "The local derivative is the gradient.",
         .answer = [](Given& given) -> Tensors {
           Ends ends = ends_of(given);
           const Matrix ones = ones_like(ends.d);
           const Matrix dh = matmul(ones, ends.w);
           return {{"w", from_xtensor(matmul(transpose(ones), ends.h) +
                                      at_tokens(ends, matmul(dh, transpose(ends.m))))},
                   {"m", from_xtensor(matmul(transpose(ends.x), dh))}};
         }},
    }};

}  // namespace grader::tied_embedding_mistakes
