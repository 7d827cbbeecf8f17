#include <backprop/two_layer_net.hpp>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::two_layer_net_mistakes {

using namespace backprop;

// The right backward pass down to the hidden units, and what the wrong ones need besides.
struct Pass {
  const Matrix& w1;
  const Matrix& w2;
  double reg;
  double dloss;
  TwoLayerCache cache;
  Matrix dscores;         // (N, C)
  AffineGradients upper;  // of the second affine layer; dx belongs to the activations
};

Pass pass_with(Given& given, double dloss) {
  const Matrix& w1 = given.in.matrix("w1");
  const Matrix& w2 = given.in.matrix("w2");
  const double reg = given.attributes.at("reg");
  TwoLayerCache cache = two_layer_net_forward(given.in.matrix("x"), given.in.labels("y"),
                                              {w1, given.in.vector("b1"), w2, given.in.vector("b2")}, reg)
                            .cache;
  Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  AffineGradients upper = affine_backward(dscores, cache.scores);
  return {w1, w2, reg, dloss, std::move(cache), std::move(dscores), std::move(upper)};
}

Pass pass_of(Given& given) { return pass_with(given, given.upstream.number("loss")); }

// Returns the right gradients of the weights plus `factor` times the penalty's.
Tensors with_more_penalty(Given& given, double factor) {
  const double strength = factor * given.attributes.at("reg");
  const Matrix dw1 = to_matrix(given.right.at("w1")) + strength * given.in.matrix("w1");
  const Matrix dw2 = to_matrix(given.right.at("w2")) + strength * given.in.matrix("w2");
  return {{"w1", from_xtensor(dw1)}, {"w2", from_xtensor(dw2)}};
}

// Returns dw1 and db1 from this gradient of the hidden units before the relu.
Tensors lower_layer(const Pass& pass, const Matrix& dhidden) {
  const auto [dx, dw1, db1] = affine_backward(dhidden, pass.cache.hidden);
  const Matrix with_penalty = dw1 + pass.dloss * pass.reg * pass.w1;
  return {{"w1", from_xtensor(with_penalty)}, {"b1", from_xtensor(db1)}};
}

const MistakeRegistration registration{
    "two_layer_net",
    {
        {.id = "penalty-missing",
         .spoils = {"w1", "w2"},
         .hint = "On how many paths does a weight reach the loss?",
         .misconception = "The penalty changes the loss that is printed, not the gradients.",
         .answer = [](Given& given) { return with_more_penalty(given, -given.upstream.number("loss")); }},
        {.id = "penalty-of-w2-missing",
         .spoils = {"w2"},
         .hint = "Which parameters does the forward pass penalise, and which of them does your backward pass "
                 "treat so?",
         .misconception = "One penalty is enough for the whole net.",
         .answer = [](Given& given) -> Tensors { return wrong_matrix("w2", pass_of(given).upper.dw); }},
        {.id = "penalty-overwrites",
         .spoils = {"w1", "w2"},
         .hint = "When two paths lead to the same weight, what happens to the gradient of the first as the "
                 "second arrives?",
         .misconception = "A gradient is assigned where it is computed, the last one wins.",
         .answer = [](Given& given) -> Tensors {
           const Pass pass = pass_of(given);
           return {{"w1", from_xtensor(l2_penalty_backward(pass.dloss, pass.cache.penalty1))},
                   {"w2", from_xtensor(l2_penalty_backward(pass.dloss, pass.cache.penalty2))}};
         }},
        {.id = "penalty-doubled",
         .spoils = {"w1", "w2"},
         .hint = "What has the layer of the penalty accounted for already, before you add its gradient?",
         .misconception = "The derivative of a square brings a 2, which the net has to supply.",
         .answer = [](Given& given) { return with_more_penalty(given, given.upstream.number("loss")); }},
        {.id = "penalty-without-upstream",
         .spoils = {"w1", "w2"},
         .hint = "If the whole loss is multiplied by 3 afterwards, does every one of its terms follow?",
         .misconception = "The upstream gradient belongs to the data's loss; a penalty is constant.",
         .answer =
             [](Given& given) { return with_more_penalty(given, 1.0 - given.upstream.number("loss")); }},
        {.id = "penalty-on-biases",
         .spoils = {"b1", "b2"},
         .hint = "Over which parameters does the penalty in the forward pass sum?",
         .misconception = "Weight decay acts on all parameters.",
         .answer = [](Given& given) -> Tensors {
           const double strength = given.attributes.at("reg") * given.upstream.number("loss");
           const Vector db1 = to_vector(given.right.at("b1")) + strength * given.in.vector("b1");
           const Vector db2 = to_vector(given.right.at("b2")) + strength * given.in.vector("b2");
           return {{"b1", from_xtensor(db1)}, {"b2", from_xtensor(db2)}};
         }},
        {.id = "relu-skipped",
         .spoils = {"w1", "b1"},
         .hint = "Walk the forward pass backwards, layer by layer: does every one of them have its turn?",
         .misconception = "A layer without parameters needs no step on the way back.",
         .answer =
             [](Given& given) {
               const Pass pass = pass_of(given);
               return lower_layer(pass, pass.upper.dx);
             }},
        {.id = "relu-of-gradient",
         .spoils = {"w1", "b1"},
         .hint = "Which tensor decides what the relu passes on the way back, and where is it kept?",
         .misconception = "On the way back the relu is applied to the gradient.",
         .answer =
             [](Given& given) {
               const Pass pass = pass_of(given);
               return lower_layer(pass, relu_forward(pass.upper.dx).out);
             }},
        {.id = "dw2-from-pre-activations",
         .spoils = {"w2"},
         .hint = "What exactly went into the second affine layer on the way forward?",
         .misconception = "The hidden units before and after the relu serve as the layer's input alike.",
         .answer = [](Given& given) -> Tensors {
           const Pass pass = pass_of(given);
           return wrong_matrix(
               "w2", matmul(transpose(pass.cache.relu.x), pass.dscores) + pass.dloss * pass.reg * pass.w2);
         }},
        {.id = "averaged-twice",
         .spoils = {"w1", "b1", "w2", "b2"},
         .hint =
             "Who accounts for the mean over the batch: the net, or one of the layers that it is made of?",
         .misconception = "The gradients of a batch are divided by N at the end, whatever the layers did.",
         .answer = [](Given& given) -> Tensors {
           const double dloss = given.upstream.number("loss");
           const double N = static_cast<double>(given.in.matrix("x").shape(0));
           const Pass pass = pass_with(given, dloss / N);
           Pass whole = pass;
           whole.dloss = dloss;  // the penalty is right
           Tensors wrong = lower_layer(whole, relu_backward(pass.upper.dx, pass.cache.relu));
           wrong["w2"] = from_xtensor(Matrix(pass.upper.dw + dloss * pass.reg * pass.w2));
           wrong["b2"] = from_xtensor(pass.upper.db);
           return wrong;
         }},
        {.id = "upstream-ignored",
         .spoils = {"w1", "b1", "w2", "b2"},
         .hint = "With which number does your walk backwards begin?",
         .misconception = "The loss is the last node of the graph, so the backward pass starts with 1.",
         .answer = [](Given& given) -> Tensors {
           const Pass pass = pass_with(given, 1.0);
           Tensors wrong = lower_layer(pass, relu_backward(pass.upper.dx, pass.cache.relu));
           wrong["w2"] = from_xtensor(Matrix(pass.upper.dw + pass.reg * pass.w2));
           wrong["b2"] = from_xtensor(pass.upper.db);
           return wrong;
         }},
    }};

}  // namespace grader::two_layer_net_mistakes
