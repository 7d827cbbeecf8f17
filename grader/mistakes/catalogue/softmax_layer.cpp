#include "grader/mistakes/catalogue/softmax_layer.hpp"

#include <backprop/sequence.hpp>
#include <utility>

namespace grader {

using backprop::Tensor3;
using namespace backprop;  // NOLINT: arithmetic is the vocabulary's

Tensor3 SoftmaxRows::along(const Tensor3& x) { return for_each_row(backprop::sum(x, 2)); }

Tensor3 SoftmaxRows::dx() const { return p * (dp - along(dp * p)); }

WrongAnswer SoftmaxLayer::dx(Tensor3 (*wrong)(const SoftmaxRows& rows)) const {
  return [of = of, wrong](Given& given) -> Tensors { return {{"x", from_xtensor(wrong(of(given)))}}; };
}

WrongAnswer SoftmaxLayer::from(Tensor3 (*p)(Given& given)) const {
  return [p](Given& given) -> Tensors {
    return {{"x", from_xtensor(SoftmaxRows{p(given), given.upstream.tensor3("p")}.dx())}};
  };
}

std::vector<KnownMistake> SoftmaxLayer::mistakes_and(std::vector<KnownMistake> own) const {
  std::vector<KnownMistake> mistakes = {
      {.id = "diagonal-only",
       .spoils = {"x"},
       .hint = "How many probabilities of its row does one score move?",
       .misconception = "Softmax acts on each score by itself, like a sigmoid: its slope is p (1 - p).",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.dp * rows.p * (1.0 - rows.p); })},
      {.id = "sum-as-constant",
       .spoils = {"x"},
       .hint = "Each score is also a part of what its row is divided by: where is that way back?",
       .misconception = "The sum in the denominator only normalises, and so has no gradient.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.dp * rows.p; })},
      {.id = "without-p-in-front",
       .spoils = {"x"},
       .hint = "By how much does a probability of 1e-9 move when its own score rises a little?",
       .misconception = "To go back through a softmax is to take off the weighted mean.",
       .answer =
           dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.dp - rows.along(rows.dp * rows.p); })},
      {.id = "sum-without-p",
       .spoils = {"x"},
       .hint = "What is taken off is a mean of dp along the row: by what is it weighted?",
       .misconception = "The sum along the row is that of dp.",
       .answer =
           dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.p * (rows.dp - rows.along(rows.dp)); })},
      {.id = "plain-mean",
       .spoils = {"x"},
       .hint = "What is taken off is a mean of dp along the row: does each score weigh the same in it?",
       .misconception = "dp is centred by its mean.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         const auto S = static_cast<double>(rows.p.shape(2));
         return rows.p * (rows.dp - rows.along(rows.dp) / S);
       })},
      {.id = "mean-for-sum",
       .spoils = {"x"},
       .hint = "The probabilities of a row already sum to 1: what is there left to divide by?",
       .misconception = "What is taken off is the mean of dp p.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         const auto S = static_cast<double>(rows.p.shape(2));
         return rows.p * (rows.dp - rows.along(rows.dp * rows.p) / S);
       })},
      {.id = "second-term-added",
       .spoils = {"x"},
       .hint = "When one score goes up, do the probabilities of the others go up or down?",
       .misconception = "Branches add, and the minus of the quotient rule is lost.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         return rows.p * (rows.dp + rows.along(rows.dp * rows.p));
       })},
      {.id = "wrong-sign",
       .spoils = {"x"},
       .hint = "Does the probability of a score rise or fall when that score rises?",
       .misconception = "The minus of the quotient rule belongs to both terms.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 { return -rows.dx(); })},
      {.id = "own-probability-squared",
       .spoils = {"x"},
       .hint = "Off the diagonal of the Jacobian stand p_i p_j: are i and j the same in your second term?",
       .misconception = "The second term is p^2 times the sum of dp.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         return rows.p * (rows.dp - rows.p * rows.along(rows.dp));
       })},
      {.id = "summed-over-the-rows",
       .spoils = {"x"},
       .hint = "Along which axis does p sum to 1, and along which one does your sum run?",
       .misconception = "Sums in a backward pass run over the examples.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         const Matrix over_rows = backprop::sum(rows.dp * rows.p, 1);
         return rows.p * (rows.dp - reshape(over_rows, {rows.p.shape(0), 1, rows.p.shape(2)}));
       })},
      {.id = "one-sum-for-all",
       .spoils = {"x"},
       .hint = "Do the scores of one row have a say in the probabilities of another one?",
       .misconception = "sum(dp * p) without an axis is the sum of each row.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         return rows.p * (rows.dp - backprop::sum(rows.dp * rows.p));
       })},
      {.id = "as-cross-entropy",
       .spoils = {"x"},
       .hint = "Is there a cross-entropy in this layer, and labels?",
       .misconception = "The gradient of a softmax is p minus the target, with dp for the target.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.p - rows.dp; })},
      {.id = "as-log-softmax",
       .spoils = {"x"},
       .hint = "Your formula is the way back through a softmax and a logarithm: is there a logarithm here?",
       .misconception = "Softmax and log-softmax have the same backward pass.",
       .answer =
           dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.dp - rows.p * rows.along(rows.dp); })},
      {.id = "upstream-ignored",
       .spoils = {"x"},
       .hint = "A local derivative is one link of the chain: what does it have to be multiplied by?",
       .misconception = "The diagonal of the Jacobian is the gradient of the loss.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 { return rows.p * (1.0 - rows.p); })},
      {.id = "averaged-over-the-batch",
       .spoils = {"x"},
       .hint = "Does this layer average anything over the batch, or does the loss that comes after it?",
       .misconception = "The division by N that belongs to the mean of a loss belongs to softmax.",
       .answer = dx([](const SoftmaxRows& rows) -> Tensor3 {
         return rows.dx() / static_cast<double>(rows.p.shape(0));
       })},
  };
  return joined(std::move(mistakes), std::move(own));
}

}  // namespace grader
