#include <cmath>

#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::sgd_mistakes {

using namespace backprop;

using Call = UpdateCall;
using Sgd = UpdateRule<Call>;

const MistakeRegistration registration{
    "sgd",
    {
        Sgd::uphill([](const Call& call) -> Matrix { return call.w + call.rate * call.dw; }),
        {.id = "without-learning-rate",
         .spoils = {"next_w"},
         .hint = "What determines how long a step is?",
         .misconception = "The gradient itself is the step.",
         .answer = Sgd::moves([](const Call& call) -> Matrix { return call.w - call.dw; })},
        {.id = "step-alone",
         .spoils = {"next_w"},
         .hint = "Does the caller need the step, or the place where it leads?",
         .misconception = "The caller adds the returned step to the parameter.",
         .answer = Sgd::moves([](const Call& call) -> Matrix { return -call.rate * call.dw; })},
        {.id = "rate-over-all",
         .spoils = {"next_w"},
         .hint = "With a learning rate of 0 nothing should move: where would your step lead?",
         .misconception = "The learning rate scales the whole update, parameter included.",
         .answer = Sgd::moves([](const Call& call) -> Matrix { return call.rate * (call.w - call.dw); })},
        {.id = "divided-by-rows",
         .spoils = {"next_w"},
         .hint = "The rows of w are not examples: where has the mean over the batch been taken already?",
         .misconception = "The update rule has to average the gradient over the batch.",
         .answer = Sgd::moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw / static_cast<double>(call.dw.shape(0));
         })},
        {.id = "normalised-gradient",
         .spoils = {"next_w"},
         .hint = "Near a minimum the gradient is small: should the steps become smaller with it, or not?",
         .misconception = "The gradient gives only the direction, and the learning rate the length.",
         .answer = Sgd::moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw / std::sqrt(sum(call.dw * call.dw));
         })},
        {.id = "sign-of-the-gradient",
         .spoils = {"next_w"},
         .hint = "A steep direction and a flat one: should both be walked at the same pace?",
         .misconception = "Only the sign of each element counts.",
         .answer =
             Sgd::moves([](const Call& call) -> Matrix { return call.w - call.rate * xt::sign(call.dw); })},
        {.id = "shrinks-the-parameter",
         .spoils = {"next_w"},
         .hint = "Where the gradient is 0 a parameter should stay as it is: does it, with your rule?",
         .misconception =
             "An update is a running mean of the parameter and its gradient, or always has weight "
             "decay in it.",
         .answer = Sgd::moves(
             [](const Call& call) -> Matrix { return (1.0 - call.rate) * call.w - call.rate * call.dw; })},
        settings_begin_anew({{"learning_rate", 1e-2}}),
    }};

}  // namespace grader::sgd_mistakes
