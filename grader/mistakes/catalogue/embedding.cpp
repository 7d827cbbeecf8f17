#include <map>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::embedding_mistakes {

using namespace backprop;

struct Words {
  const LabelMatrix& x;    // (N, T)
  const Tensor3& dout;     // (N, T, D)
  std::size_t vocabulary;  // V

  explicit Words(Given& given)
      : x(given.in.label_matrix("x")),
        dout(given.upstream.tensor3("out")),
        vocabulary(given.in.matrix("w").shape(0)) {}
  std::size_t at(std::size_t n, std::size_t t) const { return static_cast<std::size_t>(x(n, t)); }
  Matrix no_gradient() const { return zeros(vocabulary, dout.shape(2)); }
};

// Calls visit(n, t) for each place, in order of (n, t).
template <class Visit>
void for_each_place(const Words& words, Visit visit) {
  for (std::size_t n = 0; n < words.x.shape(0); ++n) {
    for (std::size_t t = 0; t < words.x.shape(1); ++t) visit(n, t);
  }
}

Tensors overwritten(Given& given) {
  const Words words(given);
  Matrix dw = words.no_gradient();
  for_each_place(words, [&](std::size_t n, std::size_t t) {
    for (std::size_t d = 0; d < dw.shape(1); ++d) dw(words.at(n, t), d) = words.dout(n, t, d);
  });
  return {{"w", from_xtensor(dw)}};
}

// Does what `dw[x[k]] += dout[k]` does for each part k of the batch: of equal words in one part only the last
// counts.
template <class SamePart>
Tensors last_of_each_part(const Words& words, SamePart same_part) {
  Matrix dw = words.no_gradient();
  for_each_place(words, [&](std::size_t n, std::size_t t) {
    bool counts = true;
    for_each_place(words, [&](std::size_t other_n, std::size_t other_t) {
      const bool later = std::pair(other_n, other_t) > std::pair(n, t);
      if (later && same_part(n, t, other_n, other_t) && words.x(n, t) == words.x(other_n, other_t))
        counts = false;
    });
    if (!counts) return;
    for (std::size_t d = 0; d < dw.shape(1); ++d) dw(words.at(n, t), d) += words.dout(n, t, d);
  });
  return {{"w", from_xtensor(dw)}};
}

Tensors averaged_over_occurrences(Given& given) {
  const Words words(given);
  std::map<std::int64_t, double> count;
  for_each_place(words, [&](std::size_t n, std::size_t t) { count[words.x(n, t)] += 1.0; });
  Matrix dw = words.no_gradient();
  for_each_place(words, [&](std::size_t n, std::size_t t) {
    for (std::size_t d = 0; d < dw.shape(1); ++d) {
      dw(words.at(n, t), d) += words.dout(n, t, d) / count[words.x(n, t)];
    }
  });
  return {{"w", from_xtensor(dw)}};
}

// The k-th word of x, read row by row, gets the k-th vector of dout, read step by step.
Tensors flattened_across(Given& given) {
  const Words words(given);
  const std::size_t N = words.x.shape(0);
  Matrix dw = words.no_gradient();
  std::size_t k = 0;
  for_each_place(words, [&](std::size_t n, std::size_t t) {
    for (std::size_t d = 0; d < dw.shape(1); ++d) dw(words.at(n, t), d) += words.dout(k % N, k / N, d);
    ++k;
  });
  return {{"w", from_xtensor(dw)}};
}

Tensors counts(Given& given) {
  const Words words(given);
  Matrix dw = words.no_gradient();
  for_each_place(words, [&](std::size_t n, std::size_t t) {
    for (std::size_t d = 0; d < dw.shape(1); ++d) dw(words.at(n, t), d) += 1.0;
  });
  return {{"w", from_xtensor(dw)}};
}

Tensors last_step_only(Given& given) {
  const Words words(given);
  const std::size_t last = words.x.shape(1) - 1;
  Matrix dw = words.no_gradient();
  for (std::size_t n = 0; n < words.x.shape(0); ++n) {
    for (std::size_t d = 0; d < dw.shape(1); ++d) dw(words.at(n, last), d) += words.dout(n, last, d);
  }
  return {{"w", from_xtensor(dw)}};
}

Tensors without_word_0(Given& given) {
  Tensor dw = given.right.at("w");
  for (std::size_t d = 0; d < dw.shape[1]; ++d) dw.values[d] = 0.0;
  return {{"w", dw}};
}

// A table of gradients that survives calls. It starts anew only when its size changes.
WrongAnswer with_leftover() {
  return [table = zeros(0, 0)](Given& given) mutable -> Tensors {
    const Matrix dw = to_matrix(given.right.at("w"));
    if (table.shape() != dw.shape()) table = zeros(dw.shape(0), dw.shape(1));
    table += dw;
    return {{"w", from_xtensor(table)}};
  };
}

const MistakeRegistration registration{
    "embedding",
    {
        {.id = "overwritten",
         .spoils = {"w"},
         .hint = "A word that occurs twice reaches the loss on two paths: what happens to the first of them?",
         .misconception = "The gradient is put where the vector was taken from, so a lookup is undone by an "
                          "assignment.",
         .answer = overwritten},
        {.id = "overwritten-within-sequence",
         .spoils = {"w"},
         .hint =
             "Try a sentence that holds the same word twice: does each of the two places reach the table?",
         .misconception = "Adding to a selection of rows adds once for each place; in fact equal rows of one "
                          "selection are written, not added up.",
         .answer = [](Given& given) -> Tensors {
           return last_of_each_part(Words(given),
                                    [](auto n, auto, auto other_n, auto) { return n == other_n; });
         }},
        {.id = "overwritten-within-step",
         .spoils = {"w"},
         .hint = "Try a batch in which two sequences have the same word at the same time step.",
         .misconception = "Adding to a selection of rows, one time step at once, adds for each sequence even "
                          "where two select the same row.",
         .answer = [](Given& given) -> Tensors {
           return last_of_each_part(Words(given),
                                    [](auto, auto t, auto, auto other_t) { return t == other_t; });
         }},
        {.id = "averaged-over-occurrences",
         .spoils = {"w"},
         .hint = "Move the vector of a frequent word by a hair: do the places where it occurs move by a part "
                 "of it, or each by all of it?",
         .misconception = "A shared parameter gets the mean of what its uses ask for.",
         .answer = averaged_over_occurrences},
        {.id = "divided-by-n",
         .spoils = {"w"},
         .hint = "Whoever averages over the batch has done so before dout arrives: does the lookup itself "
                 "divide by anything?",
         .misconception = "Every weight gradient is to be averaged over the batch.",
         .answer = [](Given& given) -> Tensors {
           return scaled(given.right, {"w"}, 1.0 / static_cast<double>(given.in.label_matrix("x").shape(0)));
         }},
        {.id = "divided-by-places",
         .spoils = {"w"},
         .hint = "Does the forward pass of a lookup hold a mean over all the words of the batch?",
         .misconception = "Every weight gradient is to be averaged over all the places at which it was used.",
         .answer = [](Given& given) -> Tensors {
           return scaled(given.right, {"w"}, 1.0 / static_cast<double>(given.in.label_matrix("x").size()));
         }},
        {.id = "counts",
         .spoils = {"w"},
         .hint = "Your answer says how often a word occurs: where does it say what the loss wants of it?",
         .misconception =
             "The local derivative of a lookup, which is one, is taken for the gradient of the loss.",
         .answer = counts},
        {.id = "last-step-only",
         .spoils = {"w"},
         .hint = "Does only the last word of a sequence have a vector?",
         .misconception = "In a sequence only the last step carries a gradient.",
         .answer = last_step_only},
        {.id = "padding-word",
         .spoils = {"w"},
         .hint = "Is there anything in this layer's definition that makes one of the words an exception?",
         .misconception = "Word 0 is padding, as in other libraries, and is not trained.",
         .answer = without_word_0},
        {.id = "flattened-across",
         .spoils = {"w"},
         .hint = "When words and gradients are each put into one long list, do they come in the same order?",
         .misconception =
             "A tensor of (N, T) may be flattened along either axis, as long as the sizes agree.",
         .answer = flattened_across},
        {.id = "leftover",
         .spoils = {"w"},
         .hint = "What does your table of gradients hold at the moment when the backward pass begins?",
         .misconception = "A gradient that is added up may live on from one call to the next.",
         .answer_with_memory = with_leftover},
    }};

}  // namespace grader::embedding_mistakes
