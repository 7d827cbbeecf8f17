#include "grader/mistakes/catalogue/gate.hpp"

namespace grader::tanh_mistakes {

using namespace backprop;

constexpr Gate kGate = {[](const Matrix& x) { return backprop::tanh(x); },
                        [](const Matrix& z) -> Matrix { return 1.0 - z * z; }};

const MistakeRegistration registration{
    "tanh",
    kGate.mistakes_and({
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
    })};

}  // namespace grader::tanh_mistakes
