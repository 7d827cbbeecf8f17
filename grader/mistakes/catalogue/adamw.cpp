#include <cmath>

#include "grader/mistakes/catalogue/moments.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::adamw_mistakes {

using namespace backprop;

// Moves as it should, but for what the decay takes: `taken`, which the learning rate multiplies.
template <class Taken>
WrongAnswer decays_by(Taken taken) {
  return [taken](Given& given) -> Tensors {
    const MomentCall call(given);
    const Matrix next =
        call.w - call.step(call.direction(), call.mean_square()) - call.rate * Matrix(taken(call));
    return {{"next_w", from_xtensor(next)}};
  };
}

// The decay is put into the gradient that m, v or both see.
enum class Sees { m, v, both };
WrongAnswer decay_in_the_gradient(Sees sees, bool also_beside) {
  return [sees, also_beside](Given& given) -> Tensors {
    MomentCall call(given);
    const Matrix with_decay = call.dw + call.decay * call.w;
    if (sees != Sees::v) call.m = call.beta1 * call.old_m + (1.0 - call.beta1) * with_decay;
    if (sees != Sees::m) call.v = call.beta2 * call.old_v + (1.0 - call.beta2) * with_decay * with_decay;
    if (!also_beside) call.decay = 0.0;
    return call.outputs();
  };
}

const MistakeRegistration registration{
    "adamw",
    joined(
        {
            {.id = "decay-in-the-gradient",
             .spoils = {"next_w", "next_m", "next_v"},
             .hint = "What does the division by the root of v do to a decay that has gone into the gradient?",
             .misconception =
                 "Weight decay and L2 regularisation are the same, as they are in plain descent.",
             .answer = decay_in_the_gradient(Sees::both, false)},
            {.id = "decay-in-the-first-moment",
             .spoils = {"next_w", "next_m"},
             .hint = "Of which gradients is m the mean: of the loss alone?",
             .misconception = "Decoupled means that the squares do not see the decay.",
             .answer = decay_in_the_gradient(Sees::m, false)},
            {.id = "decay-in-both-ways",
             .spoils = {"next_w", "next_m", "next_v"},
             .hint = "How often does your weight decay in one step?",
             .misconception = "The decay beside the gradient comes on top of that in the gradient.",
             .answer = decay_in_the_gradient(Sees::both, true)},
            {.id = "decay-over-the-root",
             .spoils = {"next_w"},
             .hint = "Which of the two terms of the step is divided by the root of v?",
             .misconception = "Past the moments is decoupled enough: the sum is divided by the root.",
             .answer = decays_by([](const MomentCall& call) -> Matrix {
               return call.decay * call.w / (backprop::sqrt(call.mean_square()) + call.epsilon);
             })},
            {.id = "without-decay",
             .spoils = {"next_w"},
             .hint = "What happens to a weight whose gradient has been 0 for long?",
             .misconception = "The decay belongs to the loss, and so to somebody else's gradient.",
             .answer = decays_by([](const MomentCall& call) -> Matrix { return zeros_like(call.w); })},
            {.id = "decay-without-learning-rate",
             .spoils = {"next_w"},
             .hint = "When the learning rate is turned down, should the decay of a step stay as it is?",
             .misconception = "Decoupled from the gradient means decoupled from the learning rate.",
             .answer =
                 decays_by([](const MomentCall& call) -> Matrix { return call.decay * call.w / call.rate; })},
            {.id = "decay-after-the-step",
             .spoils = {"next_w"},
             .hint = "Which w decays: the one that the step begins with, or the one that it ends with?",
             .misconception = "First the step, then a share of the new weight is taken away.",
             .answer = decays_by([](const MomentCall& call) -> Matrix {
               return call.decay * (call.w - call.step(call.direction(), call.mean_square()));
             })},
            {.id = "decay-away-from-zero",
             .spoils = {"next_w"},
             .hint = "Is a weight larger or smaller after your decay?",
             .misconception = "The decay is added, as the penalty is added to the loss.",
             .answer = decays_by([](const MomentCall& call) -> Matrix { return -call.decay * call.w; })},
            {.id = "decay-twice-as-strong",
             .spoils = {"next_w"},
             .hint = "The rule names the share of w that goes: is there a square left to differentiate?",
             .misconception = "Decay is the derivative of weight_decay w^2, which has a factor 2.",
             .answer = decays_by([](const MomentCall& call) -> Matrix { return 2.0 * call.decay * call.w; })},
            {.id = "decay-by-sign",
             .spoils = {"next_w"},
             .hint = "Does a large weight lose more than a small one in your step?",
             .misconception = "Every weight is pulled towards 0 by the same amount.",
             .answer = decays_by(
                 [](const MomentCall& call) -> Matrix { return call.decay * backprop::sign(call.w); })},
            {.id = "decay-corrected-for-its-start",
             .spoils = {"next_w"},
             .hint = "What began at 0 and needs a correction, and what did not?",
             .misconception = "All terms of the step are divided by 1 - beta1^t.",
             .answer = decays_by(
                 [](const MomentCall& call) -> Matrix { return call.decay * call.w / call.correction1(); })},
            {.id = "decay-of-the-gradient",
             .spoils = {"next_w"},
             .hint = "What is it that decays: the weight, or its step?",
             .misconception = "Weight decay takes a share of the update.",
             .answer =
                 decays_by([](const MomentCall& call) -> Matrix { return call.decay * call.direction(); })},
        },
        moment_mistakes())};

}  // namespace grader::adamw_mistakes
