#include <cmath>
#include <utility>

#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::adam_mistakes {

using namespace backprop;

// A call, and the right moments after it. A mistake changes the moments, their corrections or the step.
struct Call {
  explicit Call(Given& given)
      : w(given.in.matrix("w")),
        dw(given.in.matrix("dw")),
        old_m(given.in.matrix("m")),
        old_v(given.in.matrix("v")),
        rate(given.attributes.at("learning_rate")),
        beta1(given.attributes.at("beta1")),
        beta2(given.attributes.at("beta2")),
        epsilon(given.attributes.at("epsilon")),
        t(given.attributes.at("t") + 1.0),
        m(beta1 * old_m + (1.0 - beta1) * dw),
        v(beta2 * old_v + (1.0 - beta2) * dw * dw) {}

  double correction1() const { return 1.0 - std::pow(beta1, t); }
  double correction2() const { return 1.0 - std::pow(beta2, t); }
  Matrix mt() const { return m / correction1(); }
  Matrix vt() const { return v / correction2(); }
  /// Returns w after a step by the corrected moments.
  Matrix step(const Matrix& mean_gradient, const Matrix& mean_square) const {
    return rate * mean_gradient / (backprop::sqrt(mean_square) + epsilon);
  }

  const Matrix& w;
  const Matrix& dw;
  const Matrix& old_m;
  const Matrix& old_v;
  double rate;
  double beta1;
  double beta2;
  double epsilon;
  double t;  // this step's number, from 1
  Matrix m;
  Matrix v;
};

// Keeps the right state, but moves w wrongly.
template <class Move>
WrongAnswer moves(Move move) {
  return [move](Given& given) { return moved_to(move(Call(given))); };
}

const MistakeRegistration registration{
    "adam",
    {
        {.id = "without-bias-correction",
         .spoils = {"next_w"},
         .hint = "Both running means begin at 0: how far from the truth are they after the first step?",
         .misconception = "The running means can be used as they are.",
         .answer = moves([](const Call& call) -> Matrix { return call.w - call.step(call.m, call.v); })},
        {.id = "second-moment-uncorrected",
         .spoils = {"next_w"},
         .hint = "Which of the running means have begun at 0, and which of them have you corrected?",
         .misconception = "Only the mean of the gradients is biased.",
         .answer = moves([](const Call& call) -> Matrix { return call.w - call.step(call.mt(), call.v); })},
        {.id = "one-beta-for-both-corrections",
         .spoils = {"next_w"},
         .hint = "The two running means forget at different paces: does each have its own correction?",
         .misconception = "There is one bias correction, that of beta1.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.step(call.mt(), call.v / call.correction1());
         })},
        {.id = "correction-multiplied",
         .spoils = {"next_w"},
         .hint = "The running means are too small at the start: does your correction make them larger?",
         .misconception = "The correction is a factor that fades in.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.step(call.m * call.correction1(), call.v * call.correction2());
         })},
        {.id = "corrected-with-the-old-t",
         .spoils = {"next_w"},
         .hint = "What is the number of the first step, and what does your correction come to with it?",
         .misconception = "t is raised when the step is done.",
         .answer = moves([](Call call) -> Matrix {
           call.t -= 1.0;
           return call.w - call.step(call.mt(), call.vt());
         })},
        {.id = "epsilon-in-the-root",
         .spoils = {"next_w"},
         .hint = "Where does epsilon stand, and how large does it become when a root is taken of it?",
         .misconception = "Inside or outside of the root, epsilon only guards against a division by 0.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.mt() / backprop::sqrt(call.vt() + call.epsilon);
         })},
        {.id = "epsilon-before-correction",
         .spoils = {"next_w"},
         .hint = "Is epsilon added to the root of the corrected mean, or of the one that is yet to be "
                 "corrected?",
         .misconception = "Both corrections can be drawn into the learning rate, and nothing else changes.",
         .answer = moves([](const Call& call) -> Matrix {
           const double rate = call.rate * std::sqrt(call.correction2()) / call.correction1();
           return call.w - rate * call.m / (backprop::sqrt(call.v) + call.epsilon);
         })},
        {.id = "without-root",
         .spoils = {"next_w"},
         .hint = "In which unit is v kept, and in which one the gradient that it divides?",
         .misconception = "The step is divided by the mean square.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.mt() / (call.vt() + call.epsilon);
         })},
        {.id = "gradient-for-its-mean",
         .spoils = {"next_w"},
         .hint = "Adam has momentum: along what does it step, this gradient or the mean of many?",
         .misconception = "m is only kept; the step goes along dw, as in RMSProp.",
         .answer = moves([](const Call& call) -> Matrix { return call.w - call.step(call.dw, call.vt()); })},
        {.id = "uphill",
         .spoils = {"next_w"},
         .hint = "The gradient points to where the loss grows: which way do you want to go?",
         .misconception = "One follows the gradient.",
         .answer =
             moves([](const Call& call) -> Matrix { return call.w + call.step(call.mt(), call.vt()); })},
        {.id = "betas-swapped",
         .spoils = {"next_w", "next_m", "next_v"},
         .hint = "Which of the two means is to have the longer memory, and which beta gives it that?",
         .misconception = "beta1 belongs to the squares.",
         .answer = [](Given& given) -> Tensors {
           Call call(given);
           std::swap(call.beta1, call.beta2);
           call.m = call.beta1 * call.old_m + (1.0 - call.beta1) * call.dw;
           call.v = call.beta2 * call.old_v + (1.0 - call.beta2) * call.dw * call.dw;
           const Matrix next_w = call.w - call.step(call.mt(), call.vt());
           return {{"next_w", from_xtensor(next_w)},
                   {"next_m", from_xtensor(call.m)},
                   {"next_v", from_xtensor(call.v)}};
         }},
        {.id = "gradient-unweighted",
         .spoils = {"next_w", "next_m"},
         .hint = "In a running mean the weights of old and new sum to 1: do those of m?",
         .misconception = "m is momentum's velocity, to which the gradient is added in full.",
         .answer =
             [](Given& given) {
               Call call(given);
               call.m = call.beta1 * call.old_m + call.dw;
               return moved_to(call.w - call.step(call.mt(), call.vt()), "next_m", call.m);
             }},
        {.id = "not-squared",
         .spoils = {"next_w", "next_v"},
         .hint = "v is to hold a size: what becomes of the signs of the gradients?",
         .misconception = "v is a second running mean of the gradients, with another beta.",
         .answer =
             [](Given& given) {
               Call call(given);
               call.v = call.beta2 * call.old_v + (1.0 - call.beta2) * call.dw;
               return moved_to(call.w - call.step(call.mt(), call.vt()), "next_v", call.v);
             }},
        {.id = "corrected-moments-kept",
         .spoils = {"next_m", "next_v"},
         .hint = "The next step goes on from what you keep: is that the running mean, or the corrected one?",
         .misconception = "The correction is a part of the running mean.",
         .answer = [](Given& given) -> Tensors {
           const Call call(given);
           return {{"next_m", from_xtensor(call.mt())}, {"next_v", from_xtensor(call.vt())}};
         }},
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
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.step(call.m / (1.0 - call.beta1), call.v / (1.0 - call.beta2));
         })},
        {.id = "first-correction-without-power",
         .spoils = {"next_w"},
         .hint = "Both corrections fade as the steps go by: what fades in that of m?",
         .misconception = "Only the slow one of the two means has a correction that depends on the step.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.step(call.m / (1.0 - call.beta1), call.vt());
         })},
        {.id = "second-correction-without-power",
         .spoils = {"next_w"},
         .hint = "Both corrections fade as the steps go by: what fades in that of v?",
         .misconception = "Only the mean of the gradients has a correction that depends on the step.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.step(call.mt(), call.v / (1.0 - call.beta2));
         })},
        {.id = "first-moment-uncorrected",
         .spoils = {"next_w"},
         .hint = "Which of the running means have begun at 0, and which of them have you corrected?",
         .misconception = "Only the mean of the squares is biased.",
         .answer = moves([](const Call& call) -> Matrix { return call.w - call.step(call.m, call.vt()); })},
        {.id = "corrected-with-the-next-t",
         .spoils = {"next_w"},
         .hint = "What is the number of the first step, and how often have you raised t until then?",
         .misconception = "t counts from 1 before the first step, which raises it as well.",
         .answer = moves([](Call call) -> Matrix {
           call.t += 1.0;
           return call.w - call.step(call.mt(), call.vt());
         })},
        {.id = "moved-by-the-old-moments",
         .spoils = {"next_w"},
         .hint = "Which come first, the new running means or the step?",
         .misconception = "The running means are updated for the next step.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.step(call.old_m / call.correction1(), call.old_v / call.correction2());
         })},
        {.id = "epsilon-beside-the-fraction",
         .spoils = {"next_w"},
         .hint = "What is epsilon added to: read your line as the compiler does, product before sum?",
         .misconception = "A denominator ends where the formula on paper ends it, brackets or not.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - (call.rate * call.mt() / backprop::sqrt(call.vt()) + call.epsilon);
         })},
        {.id = "square-unweighted",
         .spoils = {"next_w", "next_v"},
         .hint = "In a running mean the weights of old and new sum to 1: do those of v?",
         .misconception = "Only what is old has a weight.",
         .answer =
             [](Given& given) {
               Call call(given);
               call.v = call.beta2 * call.old_v + call.dw * call.dw;
               return moved_to(call.w - call.step(call.mt(), call.vt()), "next_v", call.v);
             }},
        {.id = "mean-squared",
         .spoils = {"next_w", "next_v"},
         .hint = "v is the mean of which squares: of the gradients, or of their mean?",
         .misconception = "v follows from m.",
         .answer =
             [](Given& given) {
               Call call(given);
               call.v = call.beta2 * call.old_v + (1.0 - call.beta2) * call.m * call.m;
               return moved_to(call.w - call.step(call.mt(), call.vt()), "next_v", call.v);
             }},
        {.id = "weights-swapped",
         .spoils = {"next_w", "next_m", "next_v"},
         .hint = "The betas are near 1: is most of a new mean to be old, or this step's?",
         .misconception = "A beta is the share of what is new.",
         .answer = [](Given& given) -> Tensors {
           Call call(given);
           call.m = (1.0 - call.beta1) * call.old_m + call.beta1 * call.dw;
           call.v = (1.0 - call.beta2) * call.old_v + call.beta2 * call.dw * call.dw;
           const Matrix next_w = call.w - call.step(call.mt(), call.vt());
           return {{"next_w", from_xtensor(next_w)},
                   {"next_m", from_xtensor(call.m)},
                   {"next_v", from_xtensor(call.v)}};
         }},
        {.id = "moments-not-kept",
         .spoils = {"next_m", "next_v"},
         .hint = "What does the next step start from, if this one does not hand on what it has gathered?",
         .misconception = "The new means are local variables; the config that is returned holds settings.",
         .answer = [](Given& given) -> Tensors {
           return {{"next_m", from_xtensor(given.in.matrix("m"))},
                   {"next_v", from_xtensor(given.in.matrix("v"))}};
         }},
    }};

}  // namespace grader::adam_mistakes
