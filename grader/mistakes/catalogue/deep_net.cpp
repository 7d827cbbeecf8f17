#include <backprop/deep_net.hpp>
#include <functional>
#include <utility>

#include "grader/mistakes/catalogue/layered_net.hpp"
#include "grader/ops/layers/deep_net_case.hpp"

namespace grader::deep_net_mistakes {

using namespace backprop;

// The state of the loop over the hidden layers, on its way down.
struct Place {
  const DeepNetCache& net;
  std::size_t l;
  HiddenParameters& gradients;  // of this layer
  const HiddenCache& cache() const { return net.hidden[l]; }
};

// Takes the gradient of a layer's output and returns the gradient of its input.
using LayerStep = std::function<Matrix(const Matrix& dout, const Place&)>;

Matrix through_dropout(const Matrix& dout, const Place& place) {
  return place.net.settings.keep < 1.0 ? dropout_backward(dout, place.cache().dropout) : dout;
}

Matrix through_relu(const Matrix& dout, const Place& place) {
  return relu_backward(dout, place.cache().relu);
}

Matrix through_batchnorm(const Matrix& dout, const Place& place) {
  if (!place.net.settings.batchnorm) return dout;
  const BatchnormSteps steps = batchnorm_backward(dout, place.cache().batchnorm);
  place.gradients.gamma = steps.dgamma;
  place.gradients.beta = steps.dbeta;
  return steps.dx;
}

Matrix through_affine(const Matrix& dout, const Place& place) {
  const AffineGradients affine = affine_backward(dout, place.cache().affine);
  place.gradients.w = affine.dw;
  place.gradients.b = affine.db;
  return affine.dx;
}

// A hidden layer from the top down. A mistake leaves out a step, swaps two, or takes one of its own.
struct HiddenSteps {
  std::vector<LayerStep> order = {through_dropout, through_relu, through_batchnorm, through_affine};
};

DeepNetCache forward(Given& given) {
  Rng rng(static_cast<std::uint64_t>(given.attributes.at("seed")));
  std::vector<BatchnormParam> batchnorm(deep_net_layers(given.attributes));
  return deep_net_forward(given.in.matrix("x"), given.in.labels("y"),
                          deep_net_parameters(given.attributes, given.in),
                          deep_net_settings(given.attributes), Mode::train, batchnorm, rng)
      .cache;
}

Tensors walk(Given& given, double dloss, const HiddenSteps& steps) {
  const DeepNetCache cache = forward(given);
  const AffineGradients scores = affine_backward(softmax_loss_backward(dloss, cache.softmax), cache.scores);
  DeepNetGradients gradients;
  gradients.hidden.resize(cache.hidden.size());
  gradients.dw = scores.dw;
  gradients.db = scores.db;
  Matrix dbelow = scores.dx;
  for (std::size_t l = cache.hidden.size(); l-- > 0;) {
    const Place place{cache, l, gradients.hidden[l]};
    for (const LayerStep& step : steps.order) dbelow = step(dbelow, place);
  }
  return deep_net_gradients(given.attributes, given.right, gradients);
}

WrongAnswer walks(const HiddenSteps& steps) {
  return [steps](Given& given) { return walk(given, given.upstream.number("loss"), steps); };
}

Matrix through_unscaled_dropout(const Matrix& dout, const Place& place) {
  return place.net.settings.keep < 1.0 ? Matrix(dout * (place.cache().dropout.mask > 0.0)) : dout;
}

Matrix through_dropout_of_top_layer(const Matrix& dout, const Place& place) {
  return place.l + 1 == place.net.hidden.size() ? through_dropout(dout, place) : dout;
}

Matrix through_relu_of_xhat(const Matrix& dout, const Place& place) {
  if (!place.net.settings.batchnorm) return through_relu(dout, place);
  return dout * (place.cache().batchnorm.xhat > 0.0);
}

Matrix through_batchnorm_of_constants(const Matrix& dout, const Place& place) {
  if (!place.net.settings.batchnorm) return dout;
  through_batchnorm(dout, place);
  const BatchnormCache& cache = place.cache().batchnorm;
  return dout * as_row(cache.gamma * cache.ivar);
}

Matrix past_batchnorm(const Matrix& dout, const Place& place) {
  through_batchnorm(dout, place);
  return dout;
}

Matrix through_batchnorm_with_names_swapped(const Matrix& dout, const Place& place) {
  const Matrix dx = through_batchnorm(dout, place);
  std::swap(place.gradients.gamma, place.gradients.beta);
  return dx;
}

// Returns the output of the hidden layer below before its dropout.
Matrix undropped(const HiddenCache& below) { return relu_forward(below.relu.x).out; }

Matrix through_affine_of_undropped(const Matrix& dout, const Place& place) {
  const Matrix dx = through_affine(dout, place);
  if (place.l > 0) place.gradients.w = matmul(transpose(undropped(place.net.hidden[place.l - 1])), dout);
  return dx;
}

Tensors with_undropped_inputs(Given& given) {
  const double dloss = given.upstream.number("loss");
  Tensors result =
      walk(given, dloss, {{through_dropout, through_relu, through_batchnorm, through_affine_of_undropped}});
  const DeepNetCache cache = forward(given);
  if (cache.hidden.empty()) return result;
  const Matrix dscores = softmax_loss_backward(dloss, cache.softmax);
  result["w3"] = from_xtensor(matmul(transpose(undropped(cache.hidden.back())), dscores));
  return result;
}

const std::vector<std::string> kHidden = {"w1", "b1", "gamma1", "beta1", "w2", "b2", "gamma2", "beta2"};
const std::vector<std::string> kAll = {"w1", "b1",     "gamma1", "beta1", "w2",
                                       "b2", "gamma2", "beta2",  "w3",    "b3"};
// The parameters below a batchnorm. The second layer's are among them, where a third one is on top.
const std::vector<std::string> kBelowBatchnorm = kHidden;

std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all =
      wrong_beginnings(kAll, [](Given& given, double dloss) { return walk(given, dloss, {}); });
  std::vector<KnownMistake> others = {
      {.id = "dropout-forgotten",
       .spoils = kHidden,
       .hint = "A unit that was dropped had no influence on the loss: does it get a gradient from you?",
       .misconception = "Dropout is a regulariser of the forward pass, and gradients go by it.",
       .answer = walks({{through_relu, through_batchnorm, through_affine}})},
      {.id = "dropout-unscaled",
       .spoils = kHidden,
       .hint = "By what number, exactly, did dropout multiply a unit that it kept?",
       .misconception = "The mask only switches; its scale belongs to the forward pass alone.",
       .answer = walks({{through_unscaled_dropout, through_relu, through_batchnorm, through_affine}})},
      {.id = "dropout-of-top-layer-only",
       // Those of the second layer too, where a third one is on top.
       .spoils = kHidden,
       .hint = "How many hidden layers have drawn a mask, and how many masks do you use on the way down?",
       .misconception = "Dropout comes once, before the scores.",
       .answer = walks({{through_dropout_of_top_layer, through_relu, through_batchnorm, through_affine}})},
      relu_forgotten(kHidden, walks({{through_dropout, through_batchnorm, through_affine}})),
      {.id = "relu-gate-of-xhat",
       .spoils = {"w1", "gamma1", "beta1", "w2", "gamma2", "beta2"},  // batchnorm takes its mean out of b
       .hint = "Scale and shift come between the normalised units and the ReLU: whose sign decides what "
               "passes?",
       .misconception = "What batchnorm normalised is what the ReLU sees; gamma and beta come later.",
       .answer = walks({{through_dropout, through_relu_of_xhat, through_batchnorm, through_affine}})},
      norm_forgotten({"batchnorm-forgotten", kBelowBatchnorm,
                      walks({{through_dropout, through_relu, past_batchnorm, through_affine}})}),
      statistics_as_constants(
          {"batchnorm-statistics-as-constants", kBelowBatchnorm,
           walks({{through_dropout, through_relu, through_batchnorm_of_constants, through_affine}})}),
      norm_before_relu({"batchnorm-before-relu", kHidden,
                        walks({{through_dropout, through_batchnorm, through_relu, through_affine}})}),
      gamma_and_beta_swapped(
          {"gamma1", "beta1", "gamma2", "beta2"},
          walks({{through_dropout, through_relu, through_batchnorm_with_names_swapped, through_affine}})),
      {.id = "inputs-before-dropout",
       .spoils = {"w2", "w3"},
       .hint = "What did the weights of the next layer multiply: the units before dropout, or after it?",
       .misconception = "The next layer's input is the output of the ReLU.",
       .answer = with_undropped_inputs},
  };
  for (KnownMistake& mistake : others) all.push_back(std::move(mistake));
  return all;
}

const MistakeRegistration registration{"deep_net", mistakes()};

}  // namespace grader::deep_net_mistakes
