#include <backprop/softmax.hpp>

#include "grader/mistakes/catalogue/softmax_layer.hpp"

namespace grader::softmax_mistakes {

using namespace backprop;

const SoftmaxLayer kSoftmax{[](Given& given) -> SoftmaxRows {
  return {softmax_forward(given.in.tensor3("x")).out, given.upstream.tensor3("p")};
}};

const MistakeRegistration registration{
    "softmax",
    kSoftmax.mistakes_and({
        {.id = "divided-by-p",
         .spoils = {"x"},
         .hint = "How large is 1 / p for a score that is behind by 800, in a double?",
         .misconception = "A way back through the logarithm and its inverse costs nothing.",
         .answer = kSoftmax.dx([](const SoftmaxRows& rows) -> Tensor3 {
           return rows.p * rows.p * (rows.dp / rows.p - rows.along(rows.dp * rows.p) / rows.p);
         })},
        {.id = "unstable-again",
         .spoils = {"x"},
         .hint = "The cache holds what the forward pass has computed with care: what does e^1000 do to the "
                 "same numbers, computed again?",
         .misconception = "The largest score is subtracted in the forward pass alone.",
         .answer = kSoftmax.from([](Given& given) -> Tensor3 {
           const Tensor3 e = backprop::exp(given.in.tensor3("x"));
           return e / SoftmaxRows::along(e);
         })},
    })};

}  // namespace grader::softmax_mistakes
