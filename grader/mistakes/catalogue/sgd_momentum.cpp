#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::sgd_momentum_mistakes {

using namespace backprop;

struct Call : UpdateCall {
  explicit Call(Given& given)
      : UpdateCall(given),
        velocity(given.in.matrix("velocity")),
        momentum(given.attributes.at("momentum")),
        next_velocity(momentum * velocity - rate * dw) {}

  Tensors outputs() const {
    return {{"next_w", from_xtensor(evaluate(w + along * next_velocity))},
            {"next_velocity", from_xtensor(next_velocity)}};
  }

  const Matrix& velocity;  // before the step
  double momentum;
  Matrix next_velocity;
  double along = 1.0;  // the part of the velocity that w moves by
};

using Momentum = UpdateRule<Call>;

// Moves by a wrong velocity, and keeps it.
WrongAnswer rolls(Momentum::Spoil spoil) { return Momentum::with({"next_w", "next_velocity"}, spoil); }

const MistakeRegistration registration{
    "sgd_momentum",
    {
        {.id = "uphill",
         .spoils = {"next_w", "next_velocity"},
         .hint = "The velocity is added to w: so with which sign does the gradient have to enter it?",
         .misconception = "The velocity gathers gradients, and moving along it goes downhill.",
         .answer = rolls(
             [](Call& call) { call.next_velocity = call.momentum * call.velocity + call.rate * call.dw; })},
        {.id = "velocity-of-gradients",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Two conventions, two signs of the stored velocity: which one does the contract take?",
         .misconception =
             "Whether the velocity is added or subtracted is a matter of taste, though its state "
             "is handed over.",
         .answer = rolls([](Call& call) {
           call.next_velocity = call.momentum * call.velocity + call.rate * call.dw;
           call.along = -1.0;
         })},
        {.id = "rate-outside-of-velocity",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Is the learning rate within the velocity, or does it come when w is moved?",
         .misconception = "The velocity gathers plain gradients, as in some libraries.",
         .answer = rolls([](Call& call) {
           call.next_velocity = call.momentum * call.velocity + call.dw;
           call.along = -call.rate;
         })},
        settings_begin_anew({{"learning_rate", 1e-2}, {"momentum", 0.9}}),
        {.id = "running-mean",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Gradients that agree should add up over the steps: do they, or is a mean taken of them?",
         .misconception = "The velocity is a running mean, so that its weights sum to 1.",
         .answer = rolls([](Call& call) {
           call.next_velocity = call.momentum * call.velocity - (1.0 - call.momentum) * call.rate * call.dw;
         })},
        {.id = "momentum-over-all",
         .spoils = {"next_w", "next_velocity"},
         .hint = "What does friction slow down: the old velocity alone, or this step's push as well?",
         .misconception = "Momentum damps the velocity after the gradient has been added.",
         .answer = rolls(
             [](Call& call) { call.next_velocity = call.momentum * (call.velocity - call.rate * call.dw); })},
        {.id = "without-momentum",
         .spoils = {"next_w", "next_velocity"},
         .hint = "A ball that rolls keeps some of its velocity: how much of the old one is in your new one?",
         .misconception = "The velocity is this step's alone.",
         .answer = rolls([](Call& call) { call.next_velocity = -call.rate * call.dw; })},
        {.id = "without-friction",
         .spoils = {"next_w", "next_velocity"},
         .hint = "What keeps the velocity from growing for ever when the gradients agree?",
         .misconception = "The new velocity is the old one and the step, in full.",
         .answer = rolls([](Call& call) { call.next_velocity = call.velocity - call.rate * call.dw; })},
        {.id = "moved-by-the-old-velocity",
         .spoils = {"next_w"},
         .hint = "Which comes first, the new velocity or the move?",
         .misconception = "The velocity is for the next step.",
         .answer = Momentum::moves([](const Call& call) -> Matrix { return call.w + call.velocity; })},
        {.id = "gradient-twice",
         .spoils = {"next_w"},
         .hint = "The gradient is in the velocity already: what else has to be done with it?",
         .misconception = "Momentum comes on top of the plain step.",
         .answer = Momentum::moves(
             [](const Call& call) -> Matrix { return call.w - call.rate * call.dw + call.next_velocity; })},
        {.id = "nesterov",
         .spoils = {"next_w"},
         .hint = "Is this plain momentum, or the variant that looks ahead along its velocity?",
         .misconception = "Nesterov's step is how momentum is written.",
         .answer = Momentum::moves([](const Call& call) -> Matrix {
           return call.w + call.momentum * call.next_velocity - call.rate * call.dw;
         })},
        not_kept("velocity-not-kept", {"velocity"},
                 "The new velocity is a local variable; the config that is returned holds settings."),
        {.id = "mean-of-gradients",
         .spoils = {"next_w", "next_velocity"},
         .hint = "Gradients that agree should add up over the steps: do they, or is a mean taken of them?",
         .misconception = "Momentum is the exponential average of the gradients, and the step goes along it.",
         .answer = rolls([](Call& call) {
           call.next_velocity = call.momentum * call.velocity + (1.0 - call.momentum) * call.dw;
           call.along = -call.rate;
         })},
    }};

}  // namespace grader::sgd_momentum_mistakes
