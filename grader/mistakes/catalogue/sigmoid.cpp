#include <backprop/sigmoid.hpp>

#include "grader/mistakes/catalogue/gate.hpp"

namespace grader::sigmoid_mistakes {

using namespace backprop;

constexpr Gate kGate = {[](const Matrix& x) { return sigmoid_forward(x).out; },
                        [](const Matrix& z) -> Matrix { return z * (1.0 - z); }};

const MistakeRegistration registration{
    "sigmoid",
    kGate.mistakes_and({
        {.id = "output-as-slope",
         .spoils = {"x"},
         .hint = "What has to be the slope where z is nearly 1, and what is yours there?",
         .misconception = "The sigmoid is its own derivative, as e^x is.",
         .answer = kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return dz * z; })},
        {.id = "one-minus-output-as-slope",
         .spoils = {"x"},
         .hint = "The curve is flat on both sides: is your slope small where z is nearly 0?",
         .misconception = "The gate only saturates near 1.",
         .answer =
             kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return dz * (1.0 - z); })},
        {.id = "inner-derivative-missing",
         .spoils = {"x"},
         .hint = "1 / u has a derivative, and u depends on x in its turn: have you gone the whole way?",
         .misconception = "The derivative of 1 / (1 + e^-x) is that of 1 / u; the chain rule ends there.",
         .answer =
             kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return -(dz * z * z); })},
        {.id = "derivative-of-tanh",
         .spoils = {"x"},
         .hint = "At x = 0 the sigmoid rises by 1/4 for each unit of x: is that your slope there?",
         .misconception = "All gates of this shape have the derivative of tanh.",
         .answer =
             kGate.of_output([](const Matrix& z, const Matrix& dz) -> Matrix { return dz * (1.0 - z * z); })},
        {.id = "derivative-twice",
         .spoils = {"x"},
         .hint = "How many gates does the gradient pass on its way from z to x?",
         .misconception = "The upstream gradient has to be turned into that of the gate before the gate's "
                          "derivative is applied.",
         .answer = kGate.of_output(
             [](const Matrix& z, const Matrix& dz) -> Matrix { return dz * z * (1.0 - z) * z * (1.0 - z); })},
        {.id = "overflows-when-saturated",
         .spoils = {"x"},
         .hint = "What do your intermediate numbers become at x = -1000, and what is in the cache that stays "
                 "between 0 and 1?",
         .misconception = "A formula that is right on paper is right in floating point.",
         .answer = Gate::dx([](const Matrix& x, const Matrix& dz) -> Matrix {
           const Matrix e = backprop::exp(-x);
           return dz * e / ((1.0 + e) * (1.0 + e));
         })},
    })};

}  // namespace grader::sigmoid_mistakes
