#include <cmath>

#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::sgd_mistakes {

using namespace backprop;

// step(w, dw, learning_rate) -> next_w.
template <class Step>
WrongAnswer steps(Step step) {
  return [step](Given& given) {
    return moved_to(step(given.in.matrix("w"), given.in.matrix("dw"), given.attributes.at("learning_rate")));
  };
}

const MistakeRegistration registration{
    "sgd",
    {
        {.id = "uphill",
         .spoils = {"next_w"},
         .hint = "The gradient points to where the loss grows: which way do you want to go?",
         .misconception = "One follows the gradient.",
         .answer =
             steps([](const Matrix& w, const Matrix& dw, double rate) -> Matrix { return w + rate * dw; })},
        {.id = "without-learning-rate",
         .spoils = {"next_w"},
         .hint = "What says how long a step is to be?",
         .misconception = "The gradient itself is the step.",
         .answer = steps([](const Matrix& w, const Matrix& dw, double) -> Matrix { return w - dw; })},
        {.id = "step-alone",
         .spoils = {"next_w"},
         .hint = "Is it the step that is asked for, or the place where it leads?",
         .misconception = "The caller adds the returned step to the parameter.",
         .answer = steps([](const Matrix&, const Matrix& dw, double rate) -> Matrix { return -rate * dw; })},
        {.id = "rate-over-all",
         .spoils = {"next_w"},
         .hint = "With a learning rate of 0 nothing should move: where would your step lead?",
         .misconception = "The learning rate scales the whole update, parameter included.",
         .answer =
             steps([](const Matrix& w, const Matrix& dw, double rate) -> Matrix { return rate * (w - dw); })},
        {.id = "divided-by-rows",
         .spoils = {"next_w"},
         .hint = "The rows of w are no examples: where has the mean over the batch been taken already?",
         .misconception = "The update rule has to average the gradient over the batch.",
         .answer = steps([](const Matrix& w, const Matrix& dw, double rate) -> Matrix {
           return w - rate * dw / static_cast<double>(dw.shape(0));
         })},
        {.id = "normalised-gradient",
         .spoils = {"next_w"},
         .hint = "Near a minimum the gradient is small: should the steps become smaller with it, or not?",
         .misconception = "The gradient gives only the direction, and the learning rate the length.",
         .answer = steps([](const Matrix& w, const Matrix& dw, double rate) -> Matrix {
           return w - rate * dw / std::sqrt(sum(dw * dw));
         })},
        {.id = "sign-of-the-gradient",
         .spoils = {"next_w"},
         .hint = "A steep direction and a flat one: are both to be walked at the same pace?",
         .misconception = "Only the sign of each element counts.",
         .answer = steps([](const Matrix& w, const Matrix& dw, double rate) -> Matrix {
           return w - rate * xt::sign(dw);
         })},
        {.id = "shrinks-the-parameter",
         .spoils = {"next_w"},
         .hint = "Where the gradient is 0 a parameter should stay as it is: does it, with your rule?",
         .misconception =
             "An update is a running mean of the parameter and its gradient, or always has weight "
             "decay in it.",
         .answer = steps([](const Matrix& w, const Matrix& dw, double rate) -> Matrix {
           return (1.0 - rate) * w - rate * dw;
         })},
    }};

}  // namespace grader::sgd_mistakes
