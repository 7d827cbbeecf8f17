#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::mse_loss_mistakes {

using namespace backprop;

struct Squares {
  const Matrix& x;    // (N, D)
  Matrix difference;  // (N, D) x - y
  double dloss;
  double N = static_cast<double>(x.shape(0));
  double D = static_cast<double>(x.shape(1));
};

WrongAnswer squares(Matrix (*dx)(const Squares&)) {
  return [dx](Given& given) {
    const Matrix& x = given.in.matrix("x");
    return wrong_matrix("x", dx({x, x - given.in.matrix("y"), given.upstream.number("loss")}));
  };
}

const MistakeRegistration registration{
    "mse_loss",
    {
        {.id = "averaged-over-rows-only",
         .spoils = {"x"},
         .hint = "How many numbers does the forward pass take the mean of?",
         .misconception = "A mean over the batch divides by N, whatever an example consists of.",
         .answer = squares([](const Squares& s) -> Matrix { return s.dloss * 2.0 * s.difference / s.N; })},
        {.id = "averaged-over-columns-only",
         .spoils = {"x"},
         .hint = "The mean goes over every element of the matrix: which axis have you left out?",
         .misconception = "The mean goes over an example's features, and the examples add up.",
         .answer = squares([](const Squares& s) -> Matrix { return s.dloss * 2.0 * s.difference / s.D; })},
        {.id = "not-averaged",
         .spoils = {"x"},
         .hint = "The forward pass takes a mean: what does that do to each term's share in the gradient?",
         .misconception = "The mean is only there to make the printed loss smaller.",
         .answer = squares([](const Squares& s) -> Matrix { return s.dloss * 2.0 * s.difference; })},
        {.id = "factor-two-missing",
         .spoils = {"x"},
         .hint = "Does this forward pass have the factor 1/2 that would make the derivative of a square that "
                 "simple?",
         .misconception = "The squared error always comes with a 1/2, so that the 2 cancels.",
         .answer = squares([](const Squares& s) -> Matrix { return s.dloss * s.difference / (s.N * s.D); })},
        {.id = "wrong-sign",
         .spoils = {"x"},
         .hint = "If a prediction is too large and grows, does the loss rise or fall?",
         .misconception = "The gradient points from the prediction to the target.",
         .answer =
             squares([](const Squares& s) -> Matrix { return -s.dloss * 2.0 * s.difference / (s.N * s.D); })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "Is your gradient right if the loss is multiplied by 3 afterwards?",
         .misconception = "The loss is always the last node of the graph, so its upstream gradient is 1.",
         .answer = squares([](const Squares& s) -> Matrix { return 2.0 * s.difference / (s.N * s.D); })},
        {.id = "derivative-of-abs",
         .spoils = {"x"},
         .hint = "Should a prediction that is far off be pulled harder than one that is nearly right?",
         .misconception = "Only the direction of the error counts.",
         .answer = squares(
             [](const Squares& s) -> Matrix { return s.dloss * xt::sign(s.difference) / (s.N * s.D); })},
        {.id = "target-forgotten",
         .spoils = {"x"},
         .hint = "What must the gradient be where a prediction equals its target?",
         .misconception = "The target is a constant and drops out of the derivative of the square.",
         .answer = squares([](const Squares& s) -> Matrix { return s.dloss * 2.0 * s.x / (s.N * s.D); })},
        {.id = "gradient-averaged",
         .spoils = {"x"},
         .hint = "Each prediction has an error of its own: does each have a gradient of its own?",
         .misconception = "The gradient of a mean is the mean of the gradients, for every element the same.",
         .answer = squares([](const Squares& s) -> Matrix {
           return xt::full_like(s.difference, s.dloss * 2.0 * backprop::mean(s.difference) / (s.N * s.D));
         })},
        {.id = "integer-division",
         .spoils = {"x"},
         .hint = "What is 2 divided by 6 in C++, if both are integers?",
         .misconception = "A quotient is a fraction, whatever the types of its terms.",
         .answer = squares([](const Squares& s) -> Matrix {
           const std::size_t factor = 2 / s.difference.size();
           return s.dloss * s.difference * static_cast<double>(factor);
         })},
    }};

}  // namespace grader::mse_loss_mistakes
