#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::l2_penalty_mistakes {

using namespace backprop;

WrongAnswer penalty(Matrix (*dw)(const Matrix& w, double reg, double dloss)) {
  return [dw](Given& given) {
    return wrong_matrix("w",
                        dw(given.in.matrix("w"), given.attributes.at("reg"), given.upstream.number("loss")));
  };
}

const MistakeRegistration registration{
    "l2_penalty",
    {
        {.id = "factor-two",
         .spoils = {"w"},
         .hint = "With which factor does the forward pass begin, and what is that good for?",
         .misconception = "The penalty is reg times the sum of squares, as in other courses and libraries.",
         .answer = penalty(
             [](const Matrix& w, double reg, double dloss) -> Matrix { return dloss * 2.0 * reg * w; })},
        {.id = "half-kept",
         .spoils = {"w"},
         .hint = "What becomes of the exponent when you differentiate a square?",
         .misconception = "The factor 1/2 of the forward pass stays in the gradient.",
         .answer = penalty(
             [](const Matrix& w, double reg, double dloss) -> Matrix { return dloss * 0.5 * reg * w; })},
        {.id = "square-kept",
         .spoils = {"w"},
         .hint = "Which way does the penalty push a negative weight, and which way does your gradient?",
         .misconception = "The gradient of a sum is its terms.",
         .answer = penalty(
             [](const Matrix& w, double reg, double dloss) -> Matrix { return dloss * 0.5 * reg * w * w; })},
        {.id = "strength-ignored",
         .spoils = {"w"},
         .hint = "What must the gradient be when the penalty is switched off?",
         .misconception = "The strength scales the loss that is printed, not the gradient.",
         .answer = penalty([](const Matrix& w, double, double dloss) -> Matrix { return dloss * w; })},
        {.id = "upstream-ignored",
         .spoils = {"w"},
         .hint = "Is your gradient right if the whole loss is multiplied by 3 afterwards?",
         .misconception = "A penalty is a loss of its own and has no upstream gradient.",
         .answer = penalty([](const Matrix& w, double reg, double) -> Matrix { return reg * w; })},
        {.id = "derivative-of-l1",
         .spoils = {"w"},
         .hint = "Does this penalty pull a large weight harder than a small one?",
         .misconception = "Every penalty shrinks each weight by the same amount.",
         .answer = penalty(
             [](const Matrix& w, double reg, double dloss) -> Matrix { return dloss * reg * xt::sign(w); })},
        {.id = "averaged",
         .spoils = {"w"},
         .hint = "Does the forward pass take the sum of the squares or their mean?",
         .misconception = "What goes into a loss is averaged.",
         .answer = penalty([](const Matrix& w, double reg, double dloss) -> Matrix {
           return dloss * reg * w / static_cast<double>(w.size());
         })},
        {.id = "decay-step",
         .spoils = {"w"},
         .hint = "Is it the backward pass or the optimiser that makes the weights smaller?",
         .misconception = "The gradient of weight decay is the step that shrinks the weights.",
         .answer =
             penalty([](const Matrix& w, double reg, double dloss) -> Matrix { return -dloss * reg * w; })},
    }};

}  // namespace grader::l2_penalty_mistakes
