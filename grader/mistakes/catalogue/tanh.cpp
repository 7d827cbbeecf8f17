#include "grader/mistakes/catalogue/gate.hpp"

namespace grader {

namespace {

using backprop::Matrix;

constexpr Gate kGate = {[](const Matrix& x) { return backprop::tanh(x); },
                        [](const Matrix& z) -> Matrix { return 1.0 - z * z; }};

const MistakeRegistration registration{
    "tanh",
    {
        {.id = "derivative-at-input",
         .spoils = {"x"},
         .hint =
             "The short form of this derivative is in terms of the gate's output: which of the two do you "
             "put in?",
         .misconception = "The formula 1 - z^2 holds for the variable that the gate is applied to.",
         .answer = kGate.slope_at_input()},
        {.id = "applied-twice",
         .spoils = {"x"},
         .hint = "How often has what is in the cache been through the gate already?",
         .misconception = "The cache holds the input, so the derivative needs another tanh.",
         .answer = kGate.slope_applied_twice()},
        {.id = "derivative-of-sigmoid",
         .spoils = {"x"},
         .hint = "At x = 0 this gate has its steepest slope: what is yours where z is 0?",
         .misconception = "All gates of this shape have the derivative of the sigmoid.",
         .answer =
             kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return dz * z * (1.0 - z); })},
        {.id = "square-missing",
         .spoils = {"x"},
         .hint = "The curve looks the same on both sides of 0: is your slope the same at x and at -x?",
         .misconception = "The gate is flat only where its output is near 1.",
         .answer =
             kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return dz * (1.0 - z); })},
        {.id = "sech-not-squared",
         .spoils = {"x"},
         .hint = "The derivative has a square in it, in whichever form you write it: is it there?",
         .misconception = "The derivative of tanh is sech.",
         .answer = kGate.of_output(
             [](const Matrix& z, const Matrix& dz) -> Matrix { return dz * backprop::sqrt(1.0 - z * z); })},
        {.id = "inner-factor-missing",
         .spoils = {"x"},
         .hint =
             "If you write tanh by means of the sigmoid, how fast does the sigmoid's argument grow with x?",
         .misconception = "tanh(x) is 2 s(2x) - 1, and only the 2 outside of s counts in the derivative.",
         .answer = kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix {
           const Matrix s = 0.5 * (1.0 + z);  // the sigmoid of 2x
           return dz * 2.0 * s * (1.0 - s);
         })},
        {.id = "brackets-missing",
         .spoils = {"x"},
         .hint = "Which terms of the local derivative does your upstream gradient reach?",
         .misconception = "A product with a difference needs no brackets.",
         .answer = kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return dz - z * z; })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "A local derivative is one link of the chain: what does it have to be multiplied by?",
         .misconception = "The derivative of the gate is the gradient of the loss.",
         .answer = kGate.upstream_ignored()},
        {.id = "wrong-sign",
         .spoils = {"x"},
         .hint = "The gate rises everywhere: which sign must its slope have?",
         .misconception = "The derivative of tanh goes with a minus, as that of the cosine does.",
         .answer = kGate.wrong_sign()},
        {.id = "overflows-when-saturated",
         .spoils = {"x"},
         .hint = "What do your exponentials become at x = 1000, and why would you need them again?",
         .misconception = "A formula that is right on paper is right in floating point.",
         .answer = Gate::dx([](const Matrix& x, const Matrix& dz) -> Matrix {
           const Matrix up = backprop::exp(x);
           const Matrix down = backprop::exp(-x);
           const Matrix z = (up - down) / (up + down);
           return dz * (1.0 - z * z);
         })},
    }};

}  // namespace

}  // namespace grader
