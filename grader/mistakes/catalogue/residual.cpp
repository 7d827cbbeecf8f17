#include <backprop/residual.hpp>

#include "grader/mistakes/mistake.hpp"

namespace grader::residual_mistakes {

using namespace backprop;

const Matrix& upstream_of(Given& given) { return given.upstream.matrix("out"); }

Forward<Matrix, ResidualCache> forward(Given& given) {
  return residual_forward(given.in.matrix("x"), given.in.matrix("w1"), given.in.vector("b1"),
                          given.in.matrix("w2"), given.in.vector("b2"));
}

Tensors only(const char* name, const Matrix& gradient) { return {{name, from_xtensor(gradient)}}; }

Tensors all(const ResidualGradients& gradients) {
  return {{"x", from_xtensor(gradients.dx)},
          {"w1", from_xtensor(gradients.dw1)},
          {"b1", from_xtensor(gradients.db1)},
          {"w2", from_xtensor(gradients.dw2)},
          {"b2", from_xtensor(gradients.db2)}};
}

// Returns what comes back through the branch alone.
Matrix dx_of_branch(Given& given) { return to_matrix(given.right.at("x")) - upstream_of(given); }

// Returns the gradients of the first layer and x with a wrong backward pass of the relu: gate(dactivations,
// pre-activations) -> gradient of the pre-activations.
template <class Gate>
WrongAnswer with_gate(Gate gate) {
  return [gate](Given& given) -> Tensors {
    const Matrix& dout = upstream_of(given);
    const auto [hidden, relu, branch] = forward(given).cache;
    const Matrix dhidden = gate(affine_backward(dout, branch).dx, relu.x);
    const AffineGradients first = affine_backward(dhidden, hidden);
    const Matrix dx = dout + first.dx;
    return {{"x", from_xtensor(dx)}, {"w1", from_xtensor(first.dw)}, {"b1", from_xtensor(first.db)}};
  };
}

const MistakeRegistration registration{
    "residual",
    {
        {.id = "skip-forgotten",
         .spoils = {"x"},
         .hint = "x goes two ways to the output: have you taken back what comes on both?",
         .misconception = "The gradient comes back through the layers; the sum needs no code.",
         .answer = [](Given& given) { return only("x", dx_of_branch(given)); }},
        {.id = "branch-overwritten",
         .spoils = {"x"},
         .hint = "x goes two ways to the output: what becomes of the first gradient when the second arrives?",
         .misconception = "The skip connection carries the gradient past the layers, in place of theirs.",
         .answer = [](Given& given) { return only("x", upstream_of(given)); }},
        {.id = "skip-is-one",
         .spoils = {"x"},
         .hint = "The local derivative of the straight way is 1: what does the chain rule multiply it with?",
         .misconception = "The local derivative is the gradient.",
         .answer = [](Given& given) { return only("x", dx_of_branch(given) + 1.0); }},
        {.id = "skip-twice",
         .spoils = {"x"},
         .hint = "How often does x itself, untouched by any layer, occur in the output?",
         .misconception = "The straight gradient is added at both ends of the block.",
         .answer = [](Given& given) { return only("x", 2.0 * upstream_of(given) + dx_of_branch(given)); }},
        {.id = "sum-splits-in-halves",
         .spoils = {"x", "w1", "b1", "w2", "b2"},
         .hint =
             "What does a sum do with the gradient that arrives: share it out, or hand it on to each term?",
         .misconception = "A sum divides the gradient among its terms.",
         .answer =
             [](Given& given) {
               return all(residual_backward(0.5 * upstream_of(given), forward(given).cache));
             }},
        {.id = "relu-after-the-sum",
         .spoils = {"x", "w1", "b1", "w2", "b2"},
         .hint = "Where in this block is the ReLU, before the sum or after it?",
         .misconception = "A block ends with a ReLU, as in the first paper, and its gate applies to all.",
         .answer =
             [](Given& given) {
               const auto [out, cache] = forward(given);
               return all(residual_backward(upstream_of(given) * (out > 0.0), cache));
             }},
        {.id = "relu-forgotten",
         .spoils = {"x", "w1", "b1"},
         .hint = "There is a gate between the two affine layers: which hidden units did it let through?",
         .misconception = "A ReLU has no parameters, so nothing has to be done for it.",
         .answer = with_gate([](const Matrix& dactivations, const Matrix&) { return dactivations; })},
        {.id = "relu-of-the-gradient",
         .spoils = {"x", "w1", "b1"},
         .hint = "What decides whether a gradient passes a ReLU: its own sign, or that of the ReLU's input?",
         .misconception = "The backward pass of a ReLU is a ReLU.",
         .answer = with_gate([](const Matrix& dactivations, const Matrix&) -> Matrix {
           return xt::maximum(dactivations, 0.0);
         })},
        {.id = "relu-times-its-input",
         .spoils = {"x", "w1", "b1"},
         .hint = "What is the slope of a ReLU where it is open, and does that depend on how far?",
         .misconception = "The derivative of a ReLU is its output.",
         .answer = with_gate([](const Matrix& dactivations, const Matrix& pre) -> Matrix {
           return dactivations * xt::maximum(pre, 0.0);
         })},
        {.id = "dw2-from-pre-activations",
         .spoils = {"w2"},
         .hint = "What does w2 multiply in the forward pass: what goes into the ReLU, or what comes out?",
         .misconception = "The second layer's input is the first layer's output.",
         .answer =
             [](Given& given) {
               const ResidualCache cache = forward(given).cache;
               return only("w2", matmul(transpose(cache.relu.x), upstream_of(given)));
             }},
    }};

}  // namespace grader::residual_mistakes
