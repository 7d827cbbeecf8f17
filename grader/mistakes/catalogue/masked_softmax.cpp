#include <backprop/masked_softmax.hpp>
#include <backprop/sequence.hpp>
#include <backprop/softmax.hpp>
#include <limits>

#include "grader/mistakes/catalogue/softmax_layer.hpp"

namespace grader::masked_softmax_mistakes {

using namespace backprop;

Tensor3 right_p(Given& given) {
  return masked_softmax_forward(given.in.tensor3("x"), given.in.tensor3("mask")).out;
}
Tensor3 p_with(Given& given, const Tensor3& mask) {
  return masked_softmax_forward(given.in.tensor3("x"), mask).out;
}

// 1 in the rows in which nothing counts: (N, T, 1).
Tensor3 hidden_whole(Given& given) { return for_each_row(max(given.in.tensor3("mask"), 2) == 0.0); }

// Returns p with `value` throughout the rows in which nothing counts.
Tensor3 with_hidden_rows(Given& given, double value) {
  return where(hidden_whole(given), value, right_p(given));
}

double count_of_scores(Given& given) { return static_cast<double>(given.in.tensor3("x").shape(2)); }

const SoftmaxLayer kMasked{[](Given& given) -> SoftmaxRows {
  return {right_p(given), given.upstream.tensor3("p")};
}};

// Answers with a right dx that is changed.
WrongAnswer changed(Tensor3 (*change)(Given& given, const Tensor3& dx)) {
  return [change](Given& given) -> Tensors {
    return {{"x", from_xtensor(change(given, kMasked.of(given).dx()))}};
  };
}

const MistakeRegistration registration{
    "masked_softmax",
    kMasked.mistakes_and({
        {.id = "hidden-rows-uniform",
         .spoils = {"x"},
         .hint = "A row in which every score is -1e9 has a largest one, too: what are its probabilities?",
         .misconception = "A large negative number is as good as a mask.",
         .answer = kMasked.from(
             [](Given& given) -> Tensor3 { return with_hidden_rows(given, 1.0 / count_of_scores(given)); })},
        {.id = "hidden-rows-nan",
         .spoils = {"x"},
         .hint = "What is the sum of a row in which nothing counts, and what is 0 divided by it?",
         .misconception = "Nobody asks about a padded query, so its row does not matter.",
         .answer = kMasked.from([](Given& given) -> Tensor3 {
           return with_hidden_rows(given, std::numeric_limits<double>::quiet_NaN());
         })},
        {.id = "mask-ignored",
         .spoils = {"x"},
         .hint = "Which scores have a say in a probability: all of the row, or those that count?",
         .misconception = "The mask is a matter of the forward pass alone, and the rest is softmax.",
         .answer = kMasked.from(
             [](Given& given) -> Tensor3 { return softmax_forward(given.in.tensor3("x")).out; })},
        {.id = "masked-after-the-softmax",
         .spoils = {"x"},
         .hint = "To what do the probabilities that are left sum, if the others are cut off afterwards?",
         .misconception = "To mask is to set probabilities to 0.",
         .answer = kMasked.from([](Given& given) -> Tensor3 {
           return given.in.tensor3("mask") * softmax_forward(given.in.tensor3("x")).out;
         })},
        {.id = "hidden-scores-as-0",
         .spoils = {"x"},
         .hint = "Which score makes e^x vanish: is it 0?",
         .misconception = "A score times 0 is out of the game.",
         .answer = kMasked.from([](Given& given) -> Tensor3 {
           return softmax_forward(given.in.tensor3("x") * given.in.tensor3("mask")).out;
         })},
        {.id = "hidden-scores-as-0-then-cut",
         .spoils = {"x"},
         .hint = "Your hidden scores get no gradient, but have they had a say in the sum of their row?",
         .misconception = "A score times 0 is out of the game, in both directions.",
         .answer = [](Given& given) -> Tensors {
           const Tensor3& mask = given.in.tensor3("mask");
           const SoftmaxRows rows{softmax_forward(given.in.tensor3("x") * mask).out,
                                  given.upstream.tensor3("p")};
           return {{"x", from_xtensor(evaluate(rows.dx() * mask))}};
         }},
        {.id = "hidden-gradient-passes",
         .spoils = {"x"},
         .hint = "How does out change when a hidden score changes?",
         .misconception = "Where the mask has cut the forward pass, the gradient passes unchanged.",
         .answer = changed([](Given& given, const Tensor3& dx) -> Tensor3 {
           return where(given.in.tensor3("mask"), dx, given.upstream.tensor3("p"));
         })},
        {.id = "divided-by-those-that-count",
         .spoils = {"x"},
         .hint = "The probabilities of a row already sum to 1: what is there left to divide by?",
         .misconception = "What is taken off is a mean over the scores that count.",
         .answer = [](Given& given) -> Tensors {
           const SoftmaxRows rows = kMasked.of(given);
           const Tensor3 count = maximum(SoftmaxRows::along(given.in.tensor3("mask")), 1.0);
           return {{"x", from_xtensor(evaluate(rows.p * (rows.dp - rows.along(rows.dp * rows.p) / count)))}};
         }},
        {.id = "causal-mask-assumed",
         .spoils = {"x"},
         .hint = "Which mask has the forward pass taken: the one that it was given?",
         .misconception = "Attention looks back, so the mask is always a triangle.",
         .answer = kMasked.from([](Given& given) -> Tensor3 {
           Tensor3 mask = zeros_like(given.in.tensor3("mask"));
           for (std::size_t n = 0; n < mask.shape(0); ++n) {
             for (std::size_t t = 0; t < mask.shape(1); ++t) {
               for (std::size_t s = 0; s <= t && s < mask.shape(2); ++s) mask(n, t, s) = 1.0;
             }
           }
           return p_with(given, mask);
         })},
        {.id = "one-mask-for-the-batch",
         .spoils = {"x"},
         .hint = "Are all sequences of the batch padded in the same places?",
         .misconception = "The mask of the first sequence is the mask.",
         .answer = kMasked.from([](Given& given) -> Tensor3 {
           Tensor3 mask = given.in.tensor3("mask");
           const std::size_t size = mask.shape(1) * mask.shape(2);
           for (std::size_t i = 0; i < mask.size(); ++i) mask.flat(i) = mask.flat(i % size);
           return p_with(given, mask);
         })},
        {.id = "mask-inverted",
         .spoils = {"x"},
         .hint = "Does a 1 in the mask mean that a score counts, or that it is hidden?",
         .misconception = "The mask marks what is masked.",
         .answer = kMasked.from(
             [](Given& given) -> Tensor3 { return p_with(given, 1.0 - given.in.tensor3("mask")); })},
    })};

}  // namespace grader::masked_softmax_mistakes
