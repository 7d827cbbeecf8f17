#include "grader/mistakes/catalogue/attending.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::attention_mistakes {

using namespace backprop;

AttendingGradients with_weights(const AttendingSequence& one, const Matrix& p) {
  AttendingSequence other = one;
  other.p = p;
  AttendingGradients gradients = from_products(other, one.scale * through_softmax(other));
  gradients.dv = matmul(transpose(p), one.d);
  return gradients;
}

AttendingGradients without_a_mask(const AttendingSequence& one, Given&) {
  const Matrix e = backprop::exp(one.s - as_column(max(one.s, 1)));
  return with_weights(one, e / as_column(sum(e, 1)));
}

// Values weighted as before the softmax divided by the sum of each row.
AttendingGradients without_normaliser(const AttendingSequence& one, Given&) {
  return {zeros(0, 0), zeros(0, 0), matmul(transpose(one.p / as_column(max(one.p, 1))), one.d)};
}

Tensors with_weights_of_the_first(Given& given) {
  Matrix p = zeros(0, 0);
  return each_sequence([&p](const AttendingSequence& one, Given&) {
    if (p.size() == 0) p = one.p;
    return with_weights(one, p);
  })(given);
}

const MistakeRegistration registration{
    "attention", attending_mistakes_and({
                     {.id = "mask-forgotten",
                      .spoils = {"q", "k", "v"},
                      .hint = "Can a query have an influence on a key that it does not see?",
                      .misconception = "The mask belongs to the forward pass; backward, all keys are alike.",
                      .answer = each_sequence(without_a_mask)},
                     {.id = "weights-not-normalised",
                      .spoils = {"v"},
                      .hint = "What do the weights of a query add up to, those that you multiply dout by?",
                      .misconception = "The values are weighted by e^s; the sum only keeps it in range.",
                      .answer = each_sequence(without_normaliser)},
                     {.id = "averaged-over-queries",
                      .spoils = {"k", "v"},
                      .hint = "Many queries look at one key: do their gradients add up, or average?",
                      .misconception = "A gradient that comes from many places is their mean.",
                      .answer =
                          [](Given& given) {
                            const auto T = static_cast<double>(given.in.tensor3("q").shape(1));
                            return scaled(given.right, {"k", "v"}, 1.0 / T);
                          }},
                     {.id = "weights-of-first-sequence",
                      .spoils = {"q", "k", "v"},
                      .hint = "Try a batch of two: which sequence's weights does the second one use?",
                      .misconception = "The weights belong to the layer, like parameters.",
                      .answer = with_weights_of_the_first},
                 })};

}  // namespace grader::attention_mistakes
