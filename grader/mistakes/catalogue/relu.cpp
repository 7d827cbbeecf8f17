#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::relu_mistakes {

using namespace backprop;

const MistakeRegistration registration{
    "relu",
    {
        {.id = "mask-of-upstream",
         .spoils = {"x"},
         .hint = "Which tensor decided in the forward pass what gets through, and is that the one you ask?",
         .misconception = "The backward pass of relu is relu, applied to the gradient.",
         .answer = elementwise(
             "out", [](const Matrix&, const Matrix& dout) -> Matrix { return xt::maximum(dout, 0.0); })},
        {.id = "both-masks",
         .spoils = {"x"},
         .hint = "May a negative gradient pass through a unit that is on?",
         .misconception =
             "Only what is positive passes, on the way forward as on the way back (the \"guided\" "
             "rule of pictures, which is no gradient).",
         .answer = elementwise("out",
                               [](const Matrix& x, const Matrix& dout) -> Matrix {
                                 return xt::maximum(dout, 0.0) * (x > 0.0);
                               })},
        {.id = "passes-everywhere",
         .spoils = {"x"},
         .hint = "What happens to out when you move an input that is negative?",
         .misconception = "A layer without parameters hands its gradient on.",
         .answer = elementwise("out", [](const Matrix&, const Matrix& dout) -> Matrix { return dout; })},
        {.id = "inverted-mask",
         .spoils = {"x"},
         .hint = "On which side of 0 is the gate open?",
         .misconception = "The gradient goes where the signal was stopped.",
         .answer = elementwise(
             "out", [](const Matrix& x, const Matrix& dout) -> Matrix { return dout * (x < 0.0); })},
        {.id = "derivative-of-abs",
         .spoils = {"x"},
         .hint = "What is the slope of a horizontal line, such as the gate's left half?",
         .misconception = "The slope is the sign of x: -1 on the left, 1 on the right.",
         .answer = elementwise(
             "out", [](const Matrix& x, const Matrix& dout) -> Matrix { return dout * xt::sign(x); })},
        {.id = "times-output",
         .spoils = {"x"},
         .hint = "Does out grow faster at x = 3 than at x = 1?",
         .misconception = "The gradient is multiplied by what the gate let through, not by the gate's slope.",
         .answer = elementwise(
             "out",
             [](const Matrix& x, const Matrix& dout) -> Matrix { return dout * xt::maximum(x, 0.0); })},
        {.id = "leaks",
         .spoils = {"x"},
         .hint = "Your backward pass has a slope on the left side: has the forward pass one there?",
         .misconception = "A little slope for negative inputs does no harm and keeps units alive.",
         .answer = elementwise("out",
                               [](const Matrix& x, const Matrix& dout) -> Matrix {
                                 return dout * xt::where(x > 0.0, 1.0, 0.01);
                               })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "You know which elements pass: but what is it that passes there?",
         .misconception = "The derivative of the gate is the gradient of the loss.",
         .answer = elementwise(
             "out", [](const Matrix& x, const Matrix&) -> Matrix { return xt::cast<double>(x > 0.0); })},
    }};

}  // namespace grader::relu_mistakes
