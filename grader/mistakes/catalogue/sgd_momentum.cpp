#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::sgd_momentum_mistakes {

using namespace backprop;

struct Call {
  explicit Call(Given& given)
      : w(given.in.matrix("w")),
        dw(given.in.matrix("dw")),
        velocity(given.in.matrix("velocity")),
        rate(given.attributes.at("learning_rate")),
        momentum(given.attributes.at("momentum")) {}

  Matrix right_velocity() const { return momentum * velocity - rate * dw; }

  const Matrix& w;
  const Matrix& dw;
  const Matrix& velocity;  // before the step
  double rate;
  double momentum;
};

// Keeps a wrong velocity, and moves w by it.
template <class Velocity>
WrongAnswer rolls_with(Velocity velocity_of) {
  return [velocity_of](Given& given) {
    const Call call(given);
    const Matrix velocity = velocity_of(call);
    return moved_to(call.w + velocity, "next_velocity", velocity);
  };
}

// Keeps the right velocity, but moves w wrongly.
template <class Move>
WrongAnswer moves(Move move) {
  return [move](Given& given) { return moved_to(move(Call(given))); };
}

const MistakeRegistration registration{
    "sgd_momentum",
    {
        {.id = "uphill",
         .spoils = {"next_w", "next_velocity"},
         .hint = "The velocity is added to w: so which sign has the gradient to enter it with?",
         .misconception = "The velocity gathers gradients, and moving along it goes downhill.",
         .answer = rolls_with(
             [](const Call& call) -> Matrix { return call.momentum * call.velocity + call.rate * call.dw; })},
        {.id = "velocity-of-gradients",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Two conventions, two signs of the stored velocity: which one does the contract take?",
         .misconception =
             "Whether the velocity is added or subtracted is a matter of taste, though its state "
             "is handed over.",
         .answer =
             [](Given& given) {
               const Call call(given);
               const Matrix velocity = call.momentum * call.velocity + call.rate * call.dw;
               return moved_to(call.w - velocity, "next_velocity", velocity);
             }},
        {.id = "rate-outside-of-velocity",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Is the learning rate within the velocity, or does it come when w is moved?",
         .misconception = "The velocity gathers plain gradients, as in some libraries.",
         .answer =
             [](Given& given) {
               const Call call(given);
               const Matrix velocity = call.momentum * call.velocity + call.dw;
               return moved_to(call.w - call.rate * velocity, "next_velocity", velocity);
             }},
        {.id = "running-mean",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Gradients that agree should add up over the steps: do they, or is a mean taken of them?",
         .misconception = "The velocity is a running mean, so that its weights sum to 1.",
         .answer = rolls_with([](const Call& call) -> Matrix {
           return call.momentum * call.velocity - (1.0 - call.momentum) * call.rate * call.dw;
         })},
        {.id = "momentum-over-all",
         .spoils = {"next_w", "next_velocity"},
         .hint = "What does friction slow down: the old velocity alone, or this step's push as well?",
         .misconception = "Momentum damps the velocity after the gradient has been added.",
         .answer = rolls_with([](const Call& call) -> Matrix {
           return call.momentum * (call.velocity - call.rate * call.dw);
         })},
        {.id = "without-momentum",
         .spoils = {"next_w", "next_velocity"},
         .hint = "A ball that rolls keeps some of its velocity: how much of the old one is in your new one?",
         .misconception = "The velocity is this step's alone.",
         .answer = rolls_with([](const Call& call) -> Matrix { return -call.rate * call.dw; })},
        {.id = "without-friction",
         .spoils = {"next_w", "next_velocity"},
         .hint = "What keeps the velocity from growing for ever when the gradients agree?",
         .misconception = "The new velocity is the old one and the step, in full.",
         .answer =
             rolls_with([](const Call& call) -> Matrix { return call.velocity - call.rate * call.dw; })},
        {.id = "moved-by-the-old-velocity",
         .spoils = {"next_w"},
         .hint = "Which comes first, the new velocity or the move?",
         .misconception = "The velocity is for the next step.",
         .answer = moves([](const Call& call) -> Matrix { return call.w + call.velocity; })},
        {.id = "gradient-twice",
         .spoils = {"next_w"},
         .hint = "The gradient is in the velocity already: what else has to be done with it?",
         .misconception = "Momentum comes on top of the plain step.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw + call.right_velocity();
         })},
        {.id = "nesterov",
         .spoils = {"next_w"},
         .hint = "Is this plain momentum, or the variant that looks ahead along its velocity?",
         .misconception = "Nesterov's step is how momentum is written.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w + call.momentum * call.right_velocity() - call.rate * call.dw;
         })},
        {.id = "velocity-not-kept",
         .spoils = {"next_velocity"},
         .hint = "What does the next step start from, if this one does not hand on what it has gathered?",
         .misconception = "The new velocity is a local variable; the config that is returned holds settings.",
         .answer = [](Given& given) -> Tensors {
           return {{"next_velocity", from_xtensor(given.in.matrix("velocity"))}};
         }},
        {.id = "mean-of-gradients",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Gradients that agree should add up over the steps: do they, or is a mean taken of them?",
         .misconception = "Momentum is the exponential average of the gradients, and the step goes along it.",
         .answer =
             [](Given& given) {
               const Call call(given);
               const Matrix velocity = call.momentum * call.velocity + (1.0 - call.momentum) * call.dw;
               return moved_to(call.w - call.rate * velocity, "next_velocity", velocity);
             }},
    }};

}  // namespace grader::sgd_momentum_mistakes
