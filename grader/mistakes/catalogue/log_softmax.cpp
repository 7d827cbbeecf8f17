#include <backprop/log_softmax.hpp>

#include "grader/mistakes/mistake.hpp"

namespace grader::log_softmax_mistakes {

using namespace backprop;

Matrix log_probabilities(Given& given) { return log_softmax_forward(given.in.matrix("x")).out; }
Matrix probabilities(Given& given) { return backprop::exp(log_probabilities(given)); }

Tensors dx_is(const Matrix& dx) { return {{"x", from_xtensor(dx)}}; }

// Returns the backward pass of a softmax with the output p.
Matrix softmax_backward(const Matrix& dp, const Matrix& p) { return p * (dp - as_column(sum(dp * p, 1))); }

const MistakeRegistration registration{
    "log_softmax",
    {
        {.id = "only-the-direct-path",
         .spoils = {"x"},
         .hint = "A score occurs in its own output: where else in its row does it occur?",
         .misconception = "The sum that is subtracted is a constant.",
         .answer = [](Given& given) { return dx_is(given.upstream.matrix("out")); }},
        {.id = "diagonal-only",
         .spoils = {"x"},
         .hint = "How many outputs of its row does one score reach?",
         .misconception = "The Jacobian is diagonal: each score has an effect on its own output alone.",
         .answer =
             [](Given& given) { return dx_is(given.upstream.matrix("out") * (1.0 - probabilities(given))); }},
        {.id = "second-term-without-upstream",
         .spoils = {"x"},
         .hint = "Both terms of the gradient come down through the outputs: what must be 0 when dout is 0?",
         .misconception = "It is softmax minus one-hot, as for the cross-entropy, with dout for the one-hot.",
         .answer = [](Given& given) { return dx_is(given.upstream.matrix("out") - probabilities(given)); }},
        {.id = "second-term-added",
         .spoils = {"x"},
         .hint = "When one score goes up, do the log-probabilities of the others go up or down?",
         .misconception = "Branches add, and the minus before the logarithm of the sum is lost.",
         .answer =
             [](Given& given) {
               const Matrix& dout = given.upstream.matrix("out");
               return dx_is(dout + probabilities(given) * as_column(sum(dout, 1)));
             }},
        {.id = "summed-over-the-batch",
         .spoils = {"x"},
         .hint = "Which outputs does a score have in common with others: those of its row, or of its column?",
         .misconception = "Sums in a backward pass run over the batch.",
         .answer =
             [](Given& given) {
               const Matrix& dout = given.upstream.matrix("out");
               return dx_is(dout - probabilities(given) * as_row(sum(dout, 0)));
             }},
        {.id = "mean-over-the-row",
         .spoils = {"x"},
         .hint = "Gradients that come down from all outputs of a row: are they added or averaged?",
         .misconception = "The second term centres dout, so it takes the mean of the row.",
         .answer =
             [](Given& given) {
               const Matrix& dout = given.upstream.matrix("out");
               return dx_is(dout - probabilities(given) * as_column(mean(dout, 1)));
             }},
        {.id = "averaged-over-the-batch",
         .spoils = {"x"},
         .hint = "Does this layer average anything over the batch, or does the loss that comes after it?",
         .misconception = "The division by N that belongs to the mean of a loss belongs to softmax.",
         .answer =
             [](Given& given) {
               return dx_is(to_matrix(given.right.at("x")) /
                            static_cast<double>(given.in.matrix("x").shape(0)));
             }},
        {.id = "log-for-probability",
         .spoils = {"x"},
         .hint = "What the cache holds is not a probability: how can you tell by its sign?",
         .misconception = "The output of a softmax layer is a probability, whatever its name begins with.",
         .answer =
             [](Given& given) {
               const Matrix& dout = given.upstream.matrix("out");
               return dx_is(dout - log_probabilities(given) * as_column(sum(dout, 1)));
             }},
        {.id = "softmax-alone",
         .spoils = {"x"},
         .hint = "This is a way back through a softmax: what has become of the logarithm after it?",
         .misconception = "The logarithm changes the numbers and not the gradient.",
         .answer =
             [](Given& given) {
               return dx_is(softmax_backward(given.upstream.matrix("out"), probabilities(given)));
             }},
        {.id = "divided-by-probability",
         .spoils = {"x"},
         .hint = "Right on paper: what is the probability of a class that is behind by 800, in a double?",
         .misconception =
             "Two right backward passes one after the other are right in floating point as well.",
         .answer =
             [](Given& given) {
               const Matrix p = probabilities(given);
               return dx_is(softmax_backward(given.upstream.matrix("out") / p, p));
             }},
        {.id = "divided-by-probability-and-epsilon",
         .spoils = {"x"},
         .hint =
             "A small number in a denominator hides a division by 0: what if there were no division at all?",
         .misconception = "A division by a probability is made safe by adding 1e-12 to it.",
         .answer =
             [](Given& given) {
               const Matrix p = probabilities(given);
               return dx_is(softmax_backward(given.upstream.matrix("out") / (p + 1e-12), p));
             }},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "You have the derivative of the sum of all outputs: what does the loss weigh them with?",
         .misconception = "The row sums of the Jacobian are the gradient.",
         .answer =
             [](Given& given) {
               const double C = static_cast<double>(given.in.matrix("x").shape(1));
               return dx_is(1.0 - C * probabilities(given));
             }},
    }};

}  // namespace grader::log_softmax_mistakes
