#include "grader/mistakes/catalogue/moments.hpp"

#include <cmath>
#include <utility>

namespace grader {

using backprop::Matrix;
using namespace backprop;  // NOLINT: arithmetic is the vocabulary's

MomentCall::MomentCall(Given& given)
    : UpdateCall(given),
      old_m(given.in.matrix("m")),
      old_v(given.in.matrix("v")),
      beta1(given.attributes.at("beta1")),
      beta2(given.attributes.at("beta2")),
      epsilon(given.attributes.at("epsilon")),
      decay(given.attributes.contains("weight_decay") ? given.attributes.at("weight_decay") : 0.0),
      t(given.attributes.at("t") + 1.0) {
  remember();
}

void MomentCall::remember() {
  m = beta1 * old_m + (1.0 - beta1) * dw;
  v = beta2 * old_v + (1.0 - beta2) * dw * dw;
}

double MomentCall::correction1() const { return 1.0 - std::pow(beta1, t); }
double MomentCall::correction2() const { return 1.0 - std::pow(beta2, t); }

Matrix MomentCall::kept() const { return w - rate * decay * w; }

Matrix MomentCall::step(const Matrix& mean_gradient, const Matrix& square) const {
  return rate * mean_gradient / (backprop::sqrt(square) + epsilon);
}

Tensors MomentCall::outputs() const {
  return {{"next_w", from_xtensor(evaluate(kept() - step(direction(), mean_square())))},
          {"next_m", from_xtensor(m)},
          {"next_v", from_xtensor(v)}};
}

std::vector<KnownMistake> moment_mistakes() {
  return {
      {.id = "without-bias-correction",
       .spoils = {"next_w"},
       .hint = "Both running means begin at 0: how far from the truth are they after the first step?",
       .misconception = "The running means can be used as they are.",
       .answer = MomentRule::moves(
           [](const MomentCall& call) -> Matrix { return call.kept() - call.step(call.m, call.v); })},
      {.id = "second-moment-uncorrected",
       .spoils = {"next_w"},
       .hint = "Which of the running means have begun at 0, and which of them have you corrected?",
       .misconception = "Only the mean of the gradients is biased.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.direction(), call.v);
       })},
      {.id = "one-beta-for-both-corrections",
       .spoils = {"next_w"},
       .hint = "The two running means forget at different paces: does each have its own correction?",
       .misconception = "There is one bias correction, that of beta1.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.direction(), call.v / call.correction1());
       })},
      {.id = "correction-multiplied",
       .spoils = {"next_w"},
       .hint = "The running means are too small at the start: does your correction make them larger?",
       .misconception = "The correction is a factor that fades in.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.m * call.correction1(), call.v * call.correction2());
       })},
      {.id = "corrected-with-the-old-t",
       .spoils = {"next_w"},
       .hint = "What is the number of the first step, and what does your correction come to with it?",
       .misconception = "t is raised when the step is done.",
       .answer = MomentRule::with({"next_w"}, [](MomentCall& call) { call.t -= 1.0; })},
      MomentRule::epsilon_in_the_root(),
      {.id = "epsilon-before-correction",
       .spoils = {"next_w"},
       .hint = "Is epsilon added to the root of the corrected mean, or of the one that is yet to be "
               "corrected?",
       .misconception = "Both corrections can be drawn into the learning rate, and nothing else changes.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         const double rate = call.rate * std::sqrt(call.correction2()) / call.correction1();
         return call.kept() - rate * call.m / (backprop::sqrt(call.v) + call.epsilon);
       })},
      MomentRule::without_root("In which unit is v kept, and in which one the gradient that it divides?"),
      {.id = "gradient-for-its-mean",
       .spoils = {"next_w"},
       .hint = "Adam has momentum: along what does it step, this gradient or the mean of many?",
       .misconception = "m is only kept; the step goes along dw, as in RMSProp.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.dw, call.mean_square());
       })},
      MomentRule::uphill([](const MomentCall& call) -> Matrix {
        return call.kept() + call.step(call.direction(), call.mean_square());
      }),
      {.id = "betas-swapped",
       .spoils = {"next_w", "next_m", "next_v"},
       .hint = "Which of the two means should have the longer memory, and which beta gives it that?",
       .misconception = "beta1 belongs to the squares.",
       .answer = MomentRule::with({"next_w", "next_m", "next_v"},
                                  [](MomentCall& call) {
                                    std::swap(call.beta1, call.beta2);
                                    call.remember();
                                  })},
      {.id = "gradient-unweighted",
       .spoils = {"next_w", "next_m"},
       .hint = "In a running mean the weights of old and new sum to 1: do those of m?",
       .misconception = "m is momentum's velocity, to which the gradient is added in full.",
       .answer = MomentRule::with({"next_w", "next_m"},
                                  [](MomentCall& call) { call.m = call.beta1 * call.old_m + call.dw; })},
      {.id = "not-squared",
       .spoils = {"next_w", "next_v"},
       .hint = "v should hold a size: what becomes of the signs of the gradients?",
       .misconception = "v is a second running mean of the gradients, with another beta.",
       .answer = MomentRule::with(
           {"next_w", "next_v"},
           [](MomentCall& call) { call.v = call.beta2 * call.old_v + (1.0 - call.beta2) * call.dw; })},
      {.id = "corrected-moments-kept",
       .spoils = {"next_m", "next_v"},
       .hint = "The next step goes on from what you keep: is that the running mean, or the corrected one?",
       .misconception = "The correction is a part of the running mean.",
       .answer = MomentRule::with({"next_m", "next_v"},
                                  [](MomentCall& call) {
                                    call.m = call.direction();
                                    call.v = call.mean_square();
                                  })},
      {.id = "t-not-kept",
       .spoils = {"next_t"},
       .hint = "How does the next step know that it is not the first?",
       .misconception = "The step's number is a local variable.",
       .answer = [](Given& given) -> Tensors {
         return {{"next_t", Tensor::scalar(given.attributes.at("t"))}};
       }},
      {.id = "corrections-without-power",
       .spoils = {"next_w"},
       .hint = "How much of the first steps is left in the means after a hundred more, and does your "
               "correction know that?",
       .misconception = "The correction of a running mean is 1 minus its beta, at every step.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.m / (1.0 - call.beta1), call.v / (1.0 - call.beta2));
       })},
      MomentRule::epsilon_beside_the_fraction(),
      not_kept("moments-not-kept", {"m", "v"},
               "The new means are local variables; the config that is returned holds settings."),
  };
}

std::vector<KnownMistake> rarer_moment_mistakes() {
  return {
      {.id = "first-correction-without-power",
       .spoils = {"next_w"},
       .hint = "Both corrections fade as the steps go by: what fades in that of m?",
       .misconception = "Only the slow one of the two means has a correction that depends on the step.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.m / (1.0 - call.beta1), call.mean_square());
       })},
      {.id = "second-correction-without-power",
       .spoils = {"next_w"},
       .hint = "Both corrections fade as the steps go by: what fades in that of v?",
       .misconception = "Only the mean of the gradients has a correction that depends on the step.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.direction(), call.v / (1.0 - call.beta2));
       })},
      {.id = "first-moment-uncorrected",
       .spoils = {"next_w"},
       .hint = "Which of the running means have begun at 0, and which of them have you corrected?",
       .misconception = "Only the mean of the squares is biased.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.m, call.mean_square());
       })},
      {.id = "corrected-with-the-next-t",
       .spoils = {"next_w"},
       .hint = "What is the number of the first step, and how often have you raised t until then?",
       .misconception = "t counts from 1 before the first step, which raises it as well.",
       .answer = MomentRule::with({"next_w"}, [](MomentCall& call) { call.t += 1.0; })},
      {.id = "moved-by-the-old-moments",
       .spoils = {"next_w"},
       .hint = "Which come first, the new running means or the step?",
       .misconception = "The running means are updated for the next step.",
       .answer = MomentRule::moves([](const MomentCall& call) -> Matrix {
         return call.kept() - call.step(call.old_m / call.correction1(), call.old_v / call.correction2());
       })},
      {.id = "square-unweighted",
       .spoils = {"next_w", "next_v"},
       .hint = "In a running mean the weights of old and new sum to 1: do those of v?",
       .misconception = "Only what is old has a weight.",
       .answer =
           MomentRule::with({"next_w", "next_v"},
                            [](MomentCall& call) { call.v = call.beta2 * call.old_v + call.dw * call.dw; })},
      {.id = "mean-squared",
       .spoils = {"next_w", "next_v"},
       .hint = "Which squares is v the mean of: those of the gradients, or that of their mean?",
       .misconception = "v follows from m.",
       .answer = MomentRule::with({"next_w", "next_v"},
                                  [](MomentCall& call) {
                                    call.v = call.beta2 * call.old_v + (1.0 - call.beta2) * call.m * call.m;
                                  })},
      {.id = "weights-swapped",
       .spoils = {"next_w", "next_m", "next_v"},
       .hint = "The betas are near 1: should most of a new mean be old, or this step's?",
       .misconception = "A beta is the share of what is new.",
       .answer = MomentRule::with({"next_w", "next_m", "next_v"},
                                  [](MomentCall& call) {
                                    call.m = (1.0 - call.beta1) * call.old_m + call.beta1 * call.dw;
                                    call.v = (1.0 - call.beta2) * call.old_v + call.beta2 * call.dw * call.dw;
                                  })},
  };
}

}  // namespace grader
