#include <backprop/gate.hpp>

#include "grader/mistakes/catalogue/self_gated.hpp"

namespace grader::silu_mistakes {

using namespace backprop;

const SelfGatedLayer kSilu{[](Given& given) -> SelfGated {
  const Tensor3& x = given.in.tensor3("x");
  const Tensor3 s = backprop::gate(x);
  return {x, given.upstream.tensor3("out"), s, s * (1.0 - s)};
}};

const MistakeRegistration registration{
    "silu",
    kSilu.mistakes_and({
        {.id = "one-minus-s-forgotten",
         .spoils = {"x"},
         .hint = "Where the gate is wide open it no longer moves: does your second term know that?",
         .misconception = "The slope of the sigmoid is the sigmoid.",
         .answer = kSilu.dx([](const SelfGated& s) -> Tensor3 { return s.dout * (s.gate + s.x * s.gate); })},
        {.id = "s-forgotten",
         .spoils = {"x"},
         .hint = "Where the gate is shut it does not move either: does your second term know that?",
         .misconception = "The slope of the sigmoid is 1 - s.",
         .answer = kSilu.dx(
             [](const SelfGated& s) -> Tensor3 { return s.dout * (s.gate + s.x * (1.0 - s.gate)); })},
        {.id = "short-form-without-s",
         .spoils = {"x"},
         .hint = "The short form is out + s (1 - out): is your second term multiplied by anything?",
         .misconception = "out + (1 - out), as in a mix of two values.",
         .answer = kSilu.dx([](const SelfGated& s) -> Tensor3 {
           const Tensor3 out = s.x * s.gate;
           return s.dout * (out + s.x * (1.0 - out));
         })},
        {.id = "slope-at-output",
         .spoils = {"x"},
         .hint = "Your formula holds at some place on the curve: is that place x, or out?",
         .misconception = "The backward pass applies the derivative to what the layer has put out.",
         .answer = kSilu.dx([](const SelfGated& s) -> Tensor3 {
           const Tensor3 out = s.x * s.gate;
           const Tensor3 again = backprop::gate(out);
           return s.dout * (again + out * again * (1.0 - again));
         })},
        {.id = "sharper-gate",
         .spoils = {"x"},
         .hint = "How steep is the sigmoid of this layer: as steep as the one that imitates a GELU?",
         .misconception = "The gate is the sigmoid of 1.702 x.",
         .answer = kSilu.dx([](const SelfGated& s) -> Tensor3 {
           const Tensor3 steep = backprop::gate(1.702 * s.x);
           return s.dout * (steep + 1.702 * s.x * steep * (1.0 - steep));
         })},
        {.id = "upstream-through-the-layer",
         .spoils = {"x"},
         .hint = "What does the backward pass do with dout: multiply it, or send it through the layer?",
         .misconception = "Going back means applying the same function to the gradient.",
         .answer = kSilu.dx([](const SelfGated& s) -> Tensor3 { return s.dout * backprop::gate(s.dout); })},
        {.id = "overflows",
         .spoils = {"x"},
         .hint = "Right on paper: how large is e^x for x = 1000, in a double, and what is it divided by?",
         .misconception = "Formulas that are equal on paper are equal in floating point.",
         .answer = kSilu.dx([](const SelfGated& s) -> Tensor3 {
           const Tensor3 e = backprop::exp(s.x);
           return s.dout * (e / (1.0 + e) + s.x * e / ((1.0 + e) * (1.0 + e)));
         })},
    })};

}  // namespace grader::silu_mistakes
