#include <backprop/rng.hpp>
#include <memory>
#include <optional>

#include "grader/mistakes/mistake.hpp"

namespace grader::dropout_redraw_mistakes {

using namespace backprop;

double keep_of(const Given& given) { return given.attributes.at("keep"); }

// The generator in the state in which the forward pass found it.
Rng generator(const Given& given) { return Rng(static_cast<std::uint64_t>(given.attributes.at("seed"))); }

// Returns the uniforms that decide about each element, (N, D).
Matrix draw(Rng& rng, Given& given) {
  const Matrix& x = given.in.matrix("x");
  return rng.uniform(x.shape(0), x.shape(1));
}

Matrix right_mask(Given& given) {
  Rng rng = generator(given);
  return xt::cast<double>(draw(rng, given) < keep_of(given));
}

// Returns dx from a mask and a factor.
Tensors masked(Given& given, const Matrix& mask, double factor) {
  const Matrix dx = factor * mask * given.upstream.matrix("out");
  return {{"x", from_xtensor(dx)}};
}

const MistakeRegistration registration{
    "dropout_redraw",
    {
        {.id = "generator-moved-on",
         .spoils = {"x"},
         .hint = "When did you copy the generator, and which numbers is that copy going to draw next?",
         .misconception = "A generator is the same before and after it was drawn from.",
         .answer =
             [](Given& given) {
               Rng rng = generator(given);
               draw(rng, given);
               return masked(given, xt::cast<double>(draw(rng, given) < keep_of(given)),
                             1.0 / keep_of(given));
             }},
        {.id = "generator-of-its-own",
         .spoils = {"x"},
         .hint =
             "A fresh mask has the right share of zeros, but has it zeros where the forward pass had them?",
         .misconception =
             "Any mask of the same probability does, so backward may make a generator of seed 0.",
         .answer =
             [](Given& given) {
               Rng rng(0);
               return masked(given, xt::cast<double>(draw(rng, given) < keep_of(given)),
                             1.0 / keep_of(given));
             }},
        {.id = "one-generator-for-all-calls",
         .spoils = {"x"},
         .hint = "What does your generator draw when backward is called a second time, or for another layer?",
         .misconception = "A static generator, set up at the first call, is set up at each call.",
         .answer_with_memory =
             [] {
               auto rng = std::make_shared<std::optional<Rng>>();
               return WrongAnswer([rng](Given& given) {
                 if (!*rng) *rng = generator(given);
                 return masked(given, xt::cast<double>(draw(**rng, given) < keep_of(given)),
                               1.0 / keep_of(given));
               });
             }},
        {.id = "drawn-column-by-column",
         .spoils = {"x"},
         .hint = "The numbers come one after the other: in which order do the two passes hand them out?",
         .misconception = "The same numbers make the same mask, in whatever order they are laid out.",
         .answer =
             [](Given& given) {
               const Matrix& x = given.in.matrix("x");
               Rng rng = generator(given);
               const Matrix uniforms = transpose(rng.uniform(x.shape(1), x.shape(0)));
               return masked(given, xt::cast<double>(uniforms < keep_of(given)), 1.0 / keep_of(given));
             }},
        {.id = "one-mask-for-all-rows",
         .spoils = {"x"},
         .hint = "Does the forward pass drop the same features in all examples of the batch?",
         .misconception =
             "Dropout switches features off for the whole batch, so a mask for one row is enough.",
         .answer =
             [](Given& given) {
               const Matrix& x = given.in.matrix("x");
               Rng rng = generator(given);
               const Matrix row = xt::cast<double>(rng.uniform(1, x.shape(1)) < keep_of(given));
               return masked(given, row * xt::ones_like(x), 1.0 / keep_of(given));
             }},
        {.id = "mask-inverted",
         .spoils = {"x"},
         .hint = "Which elements reached the output: those with a number below keep, or the others?",
         .misconception = "The mask says what is dropped.",
         .answer = [](Given& given) { return masked(given, 1.0 - right_mask(given), 1.0 / keep_of(given)); }},
        {.id = "no-mask",
         .spoils = {"x"},
         .hint = "Does an element that was dropped have any effect on the loss?",
         .misconception = "Dropout is noise in the forward pass only.",
         .answer =
             [](Given& given) {
               return masked(given, xt::ones_like(given.in.matrix("x")), 1.0 / keep_of(given));
             }},
        {.id = "not-scaled",
         .spoils = {"x"},
         .hint = "The forward pass does more to the elements that it keeps than to keep them: what?",
         .misconception = "The scaling is there for the forward pass, so that its mean stays.",
         .answer = [](Given& given) { return masked(given, right_mask(given), 1.0); }},
        {.id = "scaled-twice",
         .spoils = {"x"},
         .hint = "How often does the forward pass divide by keep?",
         .misconception = "Forward and backward each have their scaling, and the mask has one as well.",
         .answer =
             [](Given& given) {
               return masked(given, right_mask(given), 1.0 / (keep_of(given) * keep_of(given)));
             }},
        {.id = "scaled-the-other-way",
         .spoils = {"x"},
         .hint = "If each element that is kept counts more in the output, does its gradient shrink or grow?",
         .misconception = "What the forward pass divides by, the backward pass multiplies by.",
         .answer = [](Given& given) { return masked(given, right_mask(given), keep_of(given)); }},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint =
             "The mask and its factor are the local gradient: what does the chain rule multiply them with?",
         .misconception = "The local gradient is the gradient.",
         .answer = [](Given& given) -> Tensors {
           const Matrix dx = right_mask(given) / keep_of(given);
           return {{"x", from_xtensor(dx)}};
         }},
    }};

}  // namespace grader::dropout_redraw_mistakes
