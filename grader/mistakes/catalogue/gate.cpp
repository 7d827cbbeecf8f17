#include "grader/mistakes/catalogue/gate.hpp"

namespace grader {

using backprop::Matrix;

std::vector<KnownMistake> Gate::mistakes_and(const std::vector<KnownMistake>& own) const {
  const Gate& gate = *this;
  std::vector<KnownMistake> mistakes = {
      {.id = "derivative-at-input",
       .spoils = {"x"},
       .hint = "The short form of this derivative is in terms of the gate's output: which of the two do you "
               "put in?",
       .misconception = "The formula of the slope holds for the variable that the gate is applied to.",
       .answer = dx([gate](const Matrix& x, const Matrix& dz) -> Matrix { return dz * gate.slope(x); })},
      {.id = "applied-twice",
       .spoils = {"x"},
       .hint = "How often has what is in the cache been through the gate already?",
       .misconception = "The cache holds the input, so the derivative needs the gate once more.",
       .answer = dx([gate](const Matrix& x, const Matrix& dz) -> Matrix {
         return dz * gate.slope(gate.forward(gate.forward(x)));
       })},
      {.id = "upstream-ignored",
       .spoils = {"x"},
       .hint = "A local derivative is one link of the chain: what does it have to be multiplied by?",
       .misconception = "The derivative of the gate is the gradient of the loss.",
       .answer =
           dx([gate](const Matrix& x, const Matrix&) -> Matrix { return gate.slope(gate.forward(x)); })},
      {.id = "wrong-sign",
       .spoils = {"x"},
       .hint = "The gate rises everywhere: which sign must its slope have?",
       .misconception = "A minus, that of e^-x or that of the cosine's derivative, stays in the result.",
       .answer = dx([gate](const Matrix& x, const Matrix& dz) -> Matrix {
         return -(dz * gate.slope(gate.forward(x)));
       })},
  };
  mistakes.insert(mistakes.end(), own.begin(), own.end());
  return mistakes;
}

}  // namespace grader
