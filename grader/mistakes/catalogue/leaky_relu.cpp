#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::leaky_relu_mistakes {

using namespace backprop;

// dx from x, dout and alpha.
WrongAnswer leaky(Matrix (*dx)(const Matrix& x, const Matrix& dout, double alpha)) {
  return [dx](Given& given) {
    return wrong_matrix("x",
                        dx(given.in.matrix("x"), given.upstream.matrix("out"), given.attributes.at("alpha")));
  };
}

const MistakeRegistration registration{
    "leaky_relu",
    {
        {.id = "no-leak",
         .spoils = {"x"},
         .hint = "What does this gate do with a negative input that the plain relu does not?",
         .misconception = "The backward pass of every relu is the same mask of ones and zeros.",
         .answer =
             leaky([](const Matrix& x, const Matrix& dout, double) -> Matrix { return dout * (x > 0.0); })},
        {.id = "sides-swapped",
         .spoils = {"x"},
         .hint = "On which side of 0 is the curve the steeper one?",
         .misconception = "alpha is the slope on the positive side.",
         .answer = leaky([](const Matrix& x, const Matrix& dout, double alpha) -> Matrix {
           return xt::where(x > 0.0, alpha * dout, dout);
         })},
        {.id = "negative-slope",
         .spoils = {"x"},
         .hint = "Does out rise or fall when a negative input rises?",
         .misconception = "Where x is negative, so is the slope.",
         .answer = leaky([](const Matrix& x, const Matrix& dout, double alpha) -> Matrix {
           return xt::where(x > 0.0, dout, -alpha * dout);
         })},
        {.id = "sign-of-upstream",
         .spoils = {"x"},
         .hint = "Which tensor decided in the forward pass on which side an element is?",
         .misconception = "The backward pass is the gate itself, applied to the gradient.",
         .answer = leaky([](const Matrix&, const Matrix& dout, double alpha) -> Matrix {
           return xt::where(dout > 0.0, dout, alpha * dout);
         })},
        {.id = "alpha-fixed",
         .spoils = {"x"},
         .hint = "Is your gradient right for every alpha that the forward pass is called with?",
         .misconception = "alpha is a constant of the layer, 0.01.",
         .answer = leaky([](const Matrix& x, const Matrix& dout, double) -> Matrix {
           return xt::where(x > 0.0, dout, 0.01 * dout);
         })},
        {.id = "alpha-twice",
         .spoils = {"x"},
         .hint = "How often is a negative input scaled on the way forward, and how often its gradient on the "
                 "way back?",
         .misconception = "Forward and backward scale by alpha, so the gradient gets both.",
         .answer = leaky([](const Matrix& x, const Matrix& dout, double alpha) -> Matrix {
           return xt::where(x > 0.0, dout, alpha * alpha * dout);
         })},
        {.id = "alpha-on-both-sides",
         .spoils = {"x"},
         .hint = "What is the slope for positive inputs: does the leak count there, too?",
         .misconception = "The leak is added to the plain relu everywhere.",
         .answer = leaky([](const Matrix& x, const Matrix& dout, double alpha) -> Matrix {
           return dout * (xt::cast<double>(x > 0.0) + alpha);
         })},
        {.id = "times-output",
         .spoils = {"x"},
         .hint = "Does out grow faster at x = 3 than at x = 1?",
         .misconception = "The gradient is multiplied by what the gate let through, not by the gate's slope.",
         .answer = leaky([](const Matrix& x, const Matrix& dout, double alpha) -> Matrix {
           return dout * xt::where(x > 0.0, x, alpha * x);
         })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "A local derivative is one link of the chain: what does it have to be multiplied by?",
         .misconception = "The derivative of the gate is the gradient of the loss.",
         .answer = leaky([](const Matrix& x, const Matrix&, double alpha) -> Matrix {
           return xt::where(x > 0.0, 1.0, alpha);
         })},
    }};

}  // namespace grader::leaky_relu_mistakes
