#include <backprop/sigmoid.hpp>

#include "grader/mistakes/catalogue/one_tensor.hpp"

namespace grader {

namespace {

using namespace backprop;

Matrix gate(const Matrix& x) { return sigmoid_forward(x).out; }

const MistakeRegistration registration{
    "sigmoid",
    {
        {.id = "derivative-at-input",
         .spoils = {"x"},
         .hint =
             "The short form of this derivative is in terms of the gate's output: which of the two do you "
             "put in?",
         .misconception = "The formula z (1 - z) holds for the variable that the gate is applied to.",
         .answer = elementwise(
             "z", [](const Matrix& x, const Matrix& dz) -> Matrix { return dz * x * (1.0 - x); })},
        {.id = "applied-twice",
         .spoils = {"x"},
         .hint = "How often has what is in the cache been through the gate already?",
         .misconception = "The cache holds the input, so the derivative needs another sigmoid.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix& dz) -> Matrix {
                                 const Matrix twice = gate(gate(x));
                                 return dz * twice * (1.0 - twice);
                               })},
        {.id = "output-as-slope",
         .spoils = {"x"},
         .hint = "What has to be the slope where z is nearly 1, and what is yours there?",
         .misconception = "The sigmoid is its own derivative, as e^x is.",
         .answer =
             elementwise("z", [](const Matrix& x, const Matrix& dz) -> Matrix { return dz * gate(x); })},
        {.id = "one-minus-output-as-slope",
         .spoils = {"x"},
         .hint = "The curve is flat on both sides: is your slope small where z is nearly 0?",
         .misconception = "The gate only saturates near 1.",
         .answer = elementwise(
             "z", [](const Matrix& x, const Matrix& dz) -> Matrix { return dz * (1.0 - gate(x)); })},
        {.id = "inner-derivative-missing",
         .spoils = {"x"},
         .hint = "1 / u has a derivative, and u depends on x in its turn: have you gone the whole way?",
         .misconception = "The derivative of 1 / (1 + e^-x) is that of 1 / u; the chain rule ends there.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix& dz) -> Matrix {
                                 const Matrix z = gate(x);
                                 return -dz * z * z;
                               })},
        {.id = "derivative-of-tanh",
         .spoils = {"x"},
         .hint = "At x = 0 the sigmoid rises by 1/4 for each unit of x: is that your slope there?",
         .misconception = "All gates of this shape have the derivative of tanh.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix& dz) -> Matrix {
                                 const Matrix z = gate(x);
                                 return dz * (1.0 - z * z);
                               })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "A local derivative is one link of the chain: what does it have to be multiplied by?",
         .misconception = "The derivative of the gate is the gradient of the loss.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix&) -> Matrix {
                                 const Matrix z = gate(x);
                                 return z * (1.0 - z);
                               })},
        {.id = "wrong-sign",
         .spoils = {"x"},
         .hint = "The gate rises everywhere: which sign must its slope have?",
         .misconception = "The minus of e^-x stays in the result.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix& dz) -> Matrix {
                                 const Matrix z = gate(x);
                                 return dz * z * (z - 1.0);
                               })},
        {.id = "derivative-twice",
         .spoils = {"x"},
         .hint = "How many gates does the gradient pass on its way from z to x?",
         .misconception = "The upstream gradient has to be turned into that of the gate before the gate's "
                          "derivative is applied.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix& dz) -> Matrix {
                                 const Matrix z = gate(x);
                                 return dz * z * (1.0 - z) * z * (1.0 - z);
                               })},
        {.id = "overflows-when-saturated",
         .spoils = {"x"},
         .hint = "What do your intermediate numbers become at x = -1000, and what is in the cache that stays "
                 "between 0 and 1?",
         .misconception = "A formula that is right on paper is right in floating point.",
         .answer = elementwise("z",
                               [](const Matrix& x, const Matrix& dz) -> Matrix {
                                 const Matrix e = backprop::exp(-x);
                                 return dz * e / ((1.0 + e) * (1.0 + e));
                               })},
    }};

}  // namespace

}  // namespace grader
