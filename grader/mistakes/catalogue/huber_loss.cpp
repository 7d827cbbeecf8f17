#include "grader/mistakes/catalogue/td_error.hpp"

namespace grader::huber_loss_mistakes {

using namespace backprop;

double delta_of(const Given& given) { return given.attributes.at("delta"); }

// The error itself on the parabola; on the line, sign(error) times `pull`.
Vector with_pull_beyond(const Vector& error, double delta, double pull) {
  return xt::where(backprop::abs(error) <= delta, error, pull * xt::sign(error));
}

Vector right_slope(const Given& given, const Vector& error) {
  return clipped(error, -delta_of(given), delta_of(given));
}

const MistakeRegistration registration{
    "huber_loss",
    td_loss_mistakes_and(
        right_slope,
        {
            {.id = "zero-beyond-delta",
             .spoils = {"q"},
             .hint = "Beyond delta the loss is a straight line: is that line flat?",
             .misconception =
                 "The error is clipped and then squared: what lies beyond the clip teaches nothing.",
             .answer = dq_with_slope([](Given& given, const Vector& error) {
               return with_pull_beyond(error, delta_of(given), 0.0);
             })},
            {.id = "never-beyond-delta",
             .spoils = {"q"},
             .hint = "How hard does an error of 1000 pull, compared with one that is just beyond delta?",
             .misconception =
                 "It is a squared error in the backward pass; the two pieces matter for the value only.",
             .answer = dq_with_slope([](Given&, const Vector& error) { return error; })},
            {.id = "slope-one-beyond-delta",
             .spoils = {"q"},
             .hint = "How steep are the lines outside, when delta is not 1?",
             .misconception =
                 "The derivative of an absolute value is its sign, and the factor in front is lost.",
             .answer = dq_with_slope([](Given& given, const Vector& error) {
               return with_pull_beyond(error, delta_of(given), 1.0);
             })},
            {.id = "delta-squared-beyond-delta",
             .spoils = {"q"},
             .hint =
                 "At delta the parabola ends and the line goes on: with which slope, for the loss to have no "
                 "corner there?",
             .misconception =
                 "The constant part of the line, which contains delta squared, has a say in its slope.",
             .answer = dq_with_slope([](Given& given, const Vector& error) {
               return with_pull_beyond(error, delta_of(given), delta_of(given) * delta_of(given));
             })},
            {.id = "delta-taken-for-one",
             .spoils = {"q"},
             .hint = "Where does the parabola end, when somebody asks for another delta than the usual one?",
             .misconception = "Huber is the clip to [-1, 1]; delta is part of the forward pass.",
             .answer = dq_with_slope([](Given&, const Vector& error) { return clipped(error, -1.0, 1.0); })},
            {.id = "sign-lost-beyond-delta",
             .spoils = {"q"},
             .hint = "In which direction does a large error pull when it is negative?",
             .misconception =
                 "The slope of the line is delta on both sides; the absolute value has no derivative.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               return xt::where(backprop::abs(error) <= delta_of(given), error, delta_of(given));
             })},
            {.id = "parabola-without-half",
             .spoils = {"q"},
             .hint =
                 "Do the two pieces have the same slope where they meet, and which factor comes before the "
                 "square?",
             .misconception =
                 "The derivative of a squared error has a factor of 2, whatever comes before it.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               return xt::where(backprop::abs(error) <= delta_of(given), 2.0 * error,
                                delta_of(given) * xt::sign(error));
             })},
            {.id = "clipped-after-the-mean",
             .spoils = {"q"},
             .hint = "Does delta limit the error of one example, or its share of the mean?",
             .misconception = "Clip and division by N may change places.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               const double N = batch_size(error);
               return N * clipped(error / N, -delta_of(given), delta_of(given));
             })},
            {.id = "upstream-clipped",
             .spoils = {"q"},
             .hint = "Twice the upstream gradient must give twice the gradient: what do you clip, and when?",
             .misconception =
                 "What is to be limited is the gradient that leaves the layer, upstream included.",
             .answer =
                 [](Given& given) {
                   const Vector error = td_error(given);
                   const Vector whole = -given.upstream.number("loss") * error / batch_size(error);
                   return Tensors{{"q", from_xtensor(clipped(whole, -delta_of(given), delta_of(given)))}};
                 }},
        })};

}  // namespace grader::huber_loss_mistakes
