#include <backprop/relu_in_place.hpp>

#include "grader/mistakes/mistake.hpp"

namespace grader::relu_in_place_mistakes {

using namespace backprop;

// All that is left after the forward pass.
struct Left {
  Matrix dout;
  Matrix out;
  Vector scale;
};

Left left(Given& given) {
  return {given.upstream.matrix("out"),
          relu_in_place_forward(given.in.matrix("x"), given.in.vector("scale")).out,
          given.in.vector("scale")};
}

Matrix passed(const Left& left) { return left.dout * (left.out > 0.0); }

Tensors dx_is(const Matrix& dx) { return {{"x", from_xtensor(dx)}}; }
Tensors dscale_is(const Vector& dscale) { return {{"scale", from_xtensor(dscale)}}; }

// Returns both gradients, right except for what passes the ReLU.
Tensors both_from(const Matrix& passed, const Left& left) {
  const Matrix dx = passed * as_row(left.scale);
  const Vector dscale = sum(passed * left.out, 0) / left.scale;
  return {{"x", from_xtensor(dx)}, {"scale", from_xtensor(dscale)}};
}

const MistakeRegistration registration{
    "relu_in_place",
    {
        {.id = "out-taken-for-x",
         .spoils = {"scale"},
         .hint = "The buffer once held x: what has the forward pass written over it?",
         .misconception =
             "The buffer still is x where the ReLU is on; or dx, which has its factor of scale, is taken "
             "for what passed the ReLU.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dscale_is(sum(passed(its) * its.out, 0));
             }},
        {.id = "recovered-by-multiplying",
         .spoils = {"scale"},
         .hint = "The forward pass made out from x: what undoes that?",
         .misconception = "To go back through a scaling is to scale again, as it is for gradients.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dscale_is(sum(passed(its) * its.out, 0) * its.scale);
             }},
        {.id = "dscale-averaged",
         .spoils = {"scale"},
         .hint = "One factor serves all rows of the batch: are its gradients added up or averaged?",
         .misconception = "The gradient of a shared parameter is the mean over the batch.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dscale_is(mean(passed(its) * its.out, 0) / its.scale);
             }},
        {.id = "dscale-of-last-row",
         .spoils = {"scale"},
         .hint =
             "Every row of the batch was scaled by the same factors: whose gradient is left after your loop?",
         .misconception =
             "Each step of the loop assigns dscale, as if the factor belonged to a single example.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               const Matrix each = passed(its) * its.out / as_row(its.scale);
               return dscale_is(xt::row(each, static_cast<std::ptrdiff_t>(each.shape(0)) - 1));
             }},
        {.id = "dscale-upstream-ignored",
         .spoils = {"scale"},
         .hint = "How does the loss come into dscale?",
         .misconception = "The gradient of a factor is what it multiplies, summed over the batch.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dscale_is(sum(its.out, 0) / its.scale);
             }},
        {.id = "everything-passes",
         .spoils = {"x"},
         .hint = "Look at the values that the output of a ReLU can have: is your condition ever false?",
         .misconception =
             "An element is switched on where the output is at least 0; or the ReLU is left out.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dx_is(its.dout * as_row(its.scale));
             }},
        {.id = "dx-without-scale",
         .spoils = {"x"},
         .hint = "Two things happen to x on its way to out: has each of them its local gradient in dx?",
         .misconception = "The layer is a ReLU, and its gradient is that of a ReLU.",
         .answer = [](Given& given) { return dx_is(passed(left(given))); }},
        {.id = "dx-divided-by-scale",
         .spoils = {"x"},
         .hint = "A factor of 10 makes the output move ten times as much: and the gradient?",
         .misconception = "The backward pass of a multiplication is a division.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dx_is(passed(its) / as_row(its.scale));
             }},
        {.id = "dx-upstream-ignored",
         .spoils = {"x"},
         .hint = "The local gradient is switch times scale: what does the chain rule multiply it with?",
         .misconception = "The local gradient is the gradient.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return dx_is((its.out > 0.0) * as_row(its.scale));
             }},
        {.id = "switch-of-x",
         .spoils = {"x", "scale"},
         .hint = "Where scale is negative, which x pass the ReLU?",
         .misconception = "The ReLU asks for the sign of x, also of the x that was recovered.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               const Matrix x = its.out / as_row(its.scale);
               return both_from(its.dout * (x > 0.0), its);
             }},
        {.id = "switch-of-dout",
         .spoils = {"x", "scale"},
         .hint = "Does the sign of the upstream gradient decide what passes, or that of something in the "
                 "forward pass?",
         .misconception = "The backward pass of a ReLU is a ReLU of the gradient.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return both_from(its.dout * (its.dout > 0.0), its);
             }},
        {.id = "out-for-switch",
         .spoils = {"x", "scale"},
         .hint = "How steep is a ReLU where it is on, for large inputs and for small ones?",
         .misconception = "The local gradient of a ReLU is its output.",
         .answer =
             [](Given& given) {
               const Left its = left(given);
               return both_from(its.dout * its.out, its);
             }},
    }};

}  // namespace grader::relu_in_place_mistakes
