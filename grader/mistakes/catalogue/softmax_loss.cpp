#include <backprop/softmax_loss.hpp>
#include <map>
#include <memory>

#include "grader/mistakes/catalogue/classification.hpp"

namespace grader::softmax_loss_mistakes {

using namespace backprop;

Matrix probabilities_of(const Classification& c) {
  return softmax_loss_forward(c.x, c.y).cache.probabilities;
}

// Returns (N, C) with 1 at each row's right class.
Matrix one_hot(const Classification& c) {
  Matrix result = zeros(c.N, c.C);
  for (std::size_t n = 0; n < c.N; ++n) result(n, c.right_class(n)) = 1.0;
  return result;
}

Matrix exponentials_of(const Classification& c) { return backprop::exp(c.x - as_column(max(c.x, 1))); }

// Subtracts the one-hot rows from the probabilities in the cache itself. A second call subtracts them again.
WrongAnswer overwritten_cache() {
  auto calls = std::make_shared<std::map<std::vector<double>, double>>();
  return [calls](Given& given) {
    const Classification c = classification_of(given);
    const double times = ++(*calls)[{c.x.begin(), c.x.end()}];
    return wrong_matrix("x", c.weight() * (probabilities_of(c) - times * one_hot(c)));
  };
}

const MistakeRegistration registration{
    "softmax_loss",
    {
        {.id = "one-hot-missing",
         .spoils = {"x"},
         .hint = "Where do the labels enter your gradient?",
         .misconception = "The gradient of softmax with cross-entropy is the probabilities.",
         .answer = classification(
             [](const Classification& c) -> Matrix { return c.weight() * probabilities_of(c); })},
        {.id = "right-class-only",
         .spoils = {"x"},
         .hint = "Can the score of a wrong class change the probability of the right one?",
         .misconception = "A class's probability depends on its own score alone: the Jacobian of the softmax "
                          "is diagonal.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() * (probabilities_of(c) - 1.0) * one_hot(c);
         })},
        {.id = "stops-at-probabilities",
         .spoils = {"x"},
         .hint = "With respect to which tensor is this the gradient, the scores or something behind them?",
         .misconception =
             "The derivative of -log p is the whole of it; the softmax is not a step of its own.",
         .answer = classification([](const Classification& c) -> Matrix {
           const Matrix p = probabilities_of(c);
           Matrix dp = zeros(c.N, c.C);
           for (std::size_t n = 0; n < c.N; ++n) dp(n, c.right_class(n)) = -1.0 / p(n, c.right_class(n));
           return c.weight() * dp;
         })},
        {.id = "one-hot-in-every-row",
         .spoils = {"x"},
         .hint = "Which single element of its row does an example's label point to?",
         .misconception = "Indexing columns by all labels changes one element of each row.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() *
                  (probabilities_of(c) - xt::minimum(zeros(c.N, c.C) + as_row(sum(one_hot(c), 0)), 1.0));
         })},
        {.id = "not-averaged",
         .spoils = {"x"},
         .hint = "What does the forward pass do with the losses of the N examples?",
         .misconception = "Each example's gradient is the same whether losses are added or averaged.",
         .answer = classification(
             [](const Classification& c) -> Matrix { return c.dloss * (probabilities_of(c) - one_hot(c)); })},
        {.id = "averaged-over-classes-too",
         .spoils = {"x"},
         .hint = "Over how many numbers does the forward pass take the mean?",
         .misconception = "A mean loss divides by the number of elements of the scores.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() * (probabilities_of(c) - one_hot(c)) / static_cast<double>(c.C);
         })},
        {.id = "only-probabilities-averaged",
         .spoils = {"x"},
         .hint = "Do both terms of your difference go through the mean over the batch?",
         .misconception = "The division by N belongs to the probabilities; the label's 1 comes afterwards.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.dloss * (probabilities_of(c) / static_cast<double>(c.N) - one_hot(c));
         })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "Is your gradient right if the loss is multiplied by 3 afterwards?",
         .misconception = "The loss is always the last node of the graph, so its upstream gradient is 1.",
         .answer = classification([](const Classification& c) -> Matrix {
           return (probabilities_of(c) - one_hot(c)) / static_cast<double>(c.N);
         })},
        {.id = "wrong-sign",
         .spoils = {"x"},
         .hint = "What does the loss do when the right class's score rises?",
         .misconception = "The gradient raises the right class's score: it points towards the label.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() * (one_hot(c) - probabilities_of(c));
         })},
        {.id = "not-normalised",
         .spoils = {"x"},
         .hint = "What do the elements of a row have to add up to before the label comes in?",
         .misconception = "The exponentials of the shifted scores are the probabilities.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() * (exponentials_of(c) - one_hot(c));
         })},
        {.id = "softmax-over-batch",
         .spoils = {"x"},
         .hint = "Which numbers compete in a softmax, those of a row or those of a column?",
         .misconception = "Axis 0 is the one that runs over the classes.",
         .answer = classification([](const Classification& c) -> Matrix {
           const Matrix exponentials = backprop::exp(c.x - as_row(max(c.x, 0)));
           return c.weight() * (exponentials / as_row(sum(exponentials, 0)) - one_hot(c));
         })},
        {.id = "raw-scores-exponentiated",
         .spoils = {"x"},
         .hint = "What is e to the power of 1000, and what has the forward pass done about it?",
         .misconception = "Only the forward pass has to be safe from overflow.",
         .answer = classification([](const Classification& c) -> Matrix {
           const Matrix exponentials = backprop::exp(c.x);
           return c.weight() * (exponentials / as_column(sum(exponentials, 1)) - one_hot(c));
         })},
        {.id = "cache-overwritten",
         .spoils = {"x"},
         .hint = "Call your backward pass twice: what is in the cache the second time?",
         .misconception = "The cache is used once, so its tensors serve as scratch space.",
         .answer_with_memory = overwritten_cache},
        {.id = "bare-difference",
         .spoils = {"x"},
         .hint = "The forward pass ends in a mean, and the loss may be scaled afterwards: where is either in "
                 "your dx?",
         .misconception = "The gradient of softmax and cross-entropy is the probabilities minus the one-hot "
                          "rows, and that is all.",
         .answer = classification(
             [](const Classification& c) -> Matrix { return probabilities_of(c) - one_hot(c); })},
    }};

}  // namespace grader::softmax_loss_mistakes
