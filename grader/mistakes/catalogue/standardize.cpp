#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::standardize_mistakes {

using namespace backprop;

// Returns (1, D): the deviation of each feature of `data`, or 1 for a feature with a single value.
Matrix divisor_of(const Matrix& data) {
  const Matrix deviation = backprop::sqrt(as_row(mean(square(data - as_row(mean(data, 0))), 0)));
  return where(as_row(max(data, 0)) > as_row(min(data, 0)), deviation, 1.0);
}

// Answers with dx from dout, the divisor of each feature, and the standardised x.
WrongAnswer dx(Matrix (*wrong)(const Matrix& dout, const Matrix& divisor, const Matrix& out)) {
  return [wrong](Given& given) {
    const Matrix& train = given.in.matrix("train");
    const Matrix divisor = divisor_of(train);
    const Matrix out = (given.in.matrix("x") - as_row(mean(train, 0))) / divisor;
    return wrong_matrix("x", wrong(given.upstream.matrix("out"), divisor, out));
  };
}

const MistakeRegistration registration{
    "standardize",
    {
        {.id = "batchnorm-for-standardize",
         .spoils = {"x"},
         .hint = "If one example of x moves a little, do the mean and the deviation that are used here move?",
         .misconception =
             "Standardising is what batch normalisation does, so it has the same three ways back.",
         .answer = dx([](const Matrix& dout, const Matrix& divisor, const Matrix& out) -> Matrix {
           return (dout - as_row(mean(dout, 0)) - out * as_row(mean(dout * out, 0))) / divisor;
         })},
        {.id = "centred",
         .spoils = {"x"},
         .hint = "Is the number that is subtracted from a feature a function of x?",
         .misconception = "What is subtracted from the data is subtracted from the gradient as well.",
         .answer = dx([](const Matrix& dout, const Matrix& divisor, const Matrix&) -> Matrix {
           return (dout - as_row(mean(dout, 0))) / divisor;
         })},
        {.id = "passed-through",
         .spoils = {"x"},
         .hint = "A feature has a deviation of 100: by how much does out move when x moves by 1?",
         .misconception = "Preprocessing is not a part of the net, so it does nothing to a gradient.",
         .answer = dx([](const Matrix& dout, const Matrix&, const Matrix&) -> Matrix { return dout; })},
        {.id = "deviation-multiplied",
         .spoils = {"x"},
         .hint = "A feature has a deviation of 100: does out move more than x, or less?",
         .misconception = "The backward pass undoes the forward pass, so what was divided is multiplied.",
         .answer = dx([](const Matrix& dout, const Matrix& divisor, const Matrix&) -> Matrix {
           return dout * divisor;
         })},
        {.id = "variance-for-deviation",
         .spoils = {"x"},
         .hint = "In which unit is a variance, if x is in centimetres?",
         .misconception = "The derivative of a quotient has the square of the denominator.",
         .answer = dx([](const Matrix& dout, const Matrix& divisor, const Matrix&) -> Matrix {
           return dout / (divisor * divisor);
         })},
        {.id = "deviation-of-x",
         .spoils = {"x"},
         .hint = "Which data did the forward pass take its deviations from?",
         .misconception = "Every set is standardised by its own mean and deviation.",
         .answer =
             [](Given& given) {
               return wrong_matrix("x", given.upstream.matrix("out") / divisor_of(given.in.matrix("x")));
             }},
        {.id = "constant-features-blocked",
         .spoils = {"x"},
         .hint = "A feature that is only shifted: how does its output move when it moves?",
         .misconception = "A feature that never varies in training has no effect, so no gradient.",
         .answer =
             [](Given& given) {
               const Matrix& train = given.in.matrix("train");
               const Matrix varies = as_row(max(train, 0)) > as_row(min(train, 0));
               return wrong_matrix("x", given.upstream.matrix("out") / divisor_of(train) * varies);
             }},
        {.id = "averaged",
         .spoils = {"x"},
         .hint = "The mean over the training examples is a number by now: does the gradient meet it?",
         .misconception =
             "Where the forward pass has a mean, the backward pass divides by the number of examples.",
         .answer =
             [](Given& given) {
               const auto M = static_cast<double>(given.in.matrix("train").shape(0));
               return scaled(given.right, {"x"}, 1.0 / M);
             }},
        {.id = "epsilon-added",
         .spoils = {"x"},
         .hint = "By what exactly was a feature divided that does vary?",
         .misconception = "A small number in the denominator keeps it from 0 and changes nothing.",
         .answer = dx([](const Matrix& dout, const Matrix& divisor, const Matrix&) -> Matrix {
           return dout / (divisor + 1e-5);
         })},
    }};

}  // namespace grader::standardize_mistakes
