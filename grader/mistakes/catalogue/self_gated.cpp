#include "grader/mistakes/catalogue/self_gated.hpp"

#include <utility>

namespace grader {

using backprop::Tensor3;
using namespace backprop;  // NOLINT: arithmetic is the vocabulary's

Tensor3 SelfGated::local() const { return gate + x * slope; }

WrongAnswer SelfGatedLayer::dx(Tensor3 (*wrong)(const SelfGated& s)) const {
  return [of = of, wrong](Given& given) -> Tensors { return {{"x", from_xtensor(wrong(of(given)))}}; };
}

std::vector<KnownMistake> SelfGatedLayer::mistakes_and(std::vector<KnownMistake> own) const {
  std::vector<KnownMistake> mistakes = {
      {.id = "gate-as-constant",
       .spoils = {"x"},
       .hint = "How often does x occur in the forward pass, and how many terms does your dx have?",
       .misconception = "The gate is a number between 0 and 1 that the gradient is multiplied by.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * s.gate; })},
      {.id = "through-the-gate-only",
       .spoils = {"x"},
       .hint = "Far above 0 the gate is open and hardly moves: what is your dx there, and what should it be?",
       .misconception = "The chain rule is applied to the gate, and the x in front is a constant.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * s.x * s.slope; })},
      {.id = "gate-slope-without-x",
       .spoils = {"x"},
       .hint = "When the gate opens a little, how much more comes through: does that depend on x?",
       .misconception = "The slopes of the factors are added.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * (s.gate + s.slope); })},
      {.id = "slopes-multiplied",
       .spoils = {"x"},
       .hint = "Which rule gives the derivative of a product?",
       .misconception = "The derivative of a product is the product of the derivatives, 1 times that of the "
                        "gate.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * s.slope; })},
      {.id = "terms-subtracted",
       .spoils = {"x"},
       .hint = "What comes back along two ways: does it add up?",
       .misconception = "Product and quotient rule look alike.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * (s.gate - s.x * s.slope); })},
      {.id = "as-relu",
       .spoils = {"x"},
       .hint = "Is the slope of this curve anywhere exactly 0, and is it 1 right above 0?",
       .misconception = "A smooth relu has the gradient of the relu.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * (s.x > 0.0); })},
      {.id = "dead-below-zero",
       .spoils = {"x"},
       .hint = "What is out for a small negative x, and does it move with x?",
       .misconception = "Negative inputs do not get through, so nothing comes back.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * s.local() * (s.x > 0.0); })},
      {.id = "output-for-gate",
       .spoils = {"x"},
       .hint = "What exactly multiplies x in the forward pass: the gate, or the layer's output?",
       .misconception = "The factor in front of the upstream gradient is what the layer has put out.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.dout * (s.x * s.gate + s.x * s.slope); })},
      {.id = "slope-of-sigmoid-at-output",
       .spoils = {"x"},
       .hint = "The slope z (1 - z) belongs to a curve between 0 and 1: does out stay there?",
       .misconception = "All of these gates have the slope z (1 - z), with z for the output.",
       .answer = dx([](const SelfGated& s) -> Tensor3 {
         const Tensor3 out = s.x * s.gate;
         return s.dout * out * (1.0 - out);
       })},
      {.id = "upstream-ignored",
       .spoils = {"x"},
       .hint = "A local derivative is one link of the chain: what does it have to be multiplied by?",
       .misconception = "The derivative of the gate is the gradient of the loss.",
       .answer = dx([](const SelfGated& s) -> Tensor3 { return s.local(); })},
      {.id = "averaged-over-the-batch",
       .spoils = {"x"},
       .hint = "Does this layer average anything over the batch, or does the loss that comes after it?",
       .misconception = "Every gradient is divided by the number of examples.",
       .answer = dx([](const SelfGated& s) -> Tensor3 {
         return s.dout * s.local() / static_cast<double>(s.x.shape(0));
       })},
  };
  return joined(std::move(mistakes), std::move(own));
}

}  // namespace grader
