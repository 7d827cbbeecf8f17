#include "grader/mistakes/catalogue/spatial_normalisation.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::batchnorm_eval_mistakes {

using namespace backprop;

// Normalised with the running statistics, as the forward pass does. What a training mode would do besides is
// there as well; it is not right here.
SpatialForm by_constants(Given& given) {
  SpatialForm form(given, mean_of_channels(), numbers_of_channel(given));
  form.var = by_channel(given.in.vector("running_var"));
  form.ivar = 1.0 / backprop::sqrt(form.var + given.attributes.at("eps"));
  form.xhat = (given.in.tensor4("x") - by_channel(given.in.vector("running_mean"))) * form.ivar;
  form.scale = form.ivar;
  return form;
}

// Normalised with the statistics of the batch.
SpatialForm by_batch(Given& given) {
  return SpatialForm(given, mean_of_channels(), numbers_of_channel(given));
}

SpatialForm right(Given& given) {
  SpatialForm form = by_constants(given);
  form.mean_path = form.variance_path = 0.0;
  return form;
}

Tensors zeros_for(Given& given, const std::vector<std::string>& names) {
  return scaled(given.right, names, 0.0);
}

std::vector<KnownMistake> own() {
  std::vector<KnownMistake> mistakes = {
      {.id = "as-in-training",
       .spoils = {"x"},
       .hint = "In test mode, does a pixel move the mean and the variance that it is normalised with?",
       .misconception = "Batch normalisation has one backward pass, whatever the mode.",
       .answer = spatial_dx(by_constants, [](SpatialForm&) {})},
      {.id = "by-statistics-of-the-batch",
       .spoils = {"x"},
       .hint = "Which mean and variance did the forward pass use: those of this batch?",
       .misconception = "The backward pass computes its statistics from x, as in training.",
       .answer = spatial_dx(by_batch, [](SpatialForm&) {})},
      {.id = "with-mean-path",
       .spoils = {"x"},
       .hint = "Make every pixel of a channel brighter by 1: does out stay the same, in test mode?",
       .misconception = "The running mean follows the batch, so that x reaches the loss through it.",
       .answer = spatial_dx(by_constants, [](SpatialForm& form) { form.variance_path = 0.0; })},
      {.id = "with-variance-path",
       .spoils = {"x"},
       .hint = "Stretch a channel to twice its contrast: does out stay the same, in test mode?",
       .misconception = "The running variance follows the batch, so that x reaches the loss through it.",
       .answer = spatial_dx(by_constants, [](SpatialForm& form) { form.mean_path = 0.0; })},
      {.id = "ivar-of-the-batch",
       .spoils = {"x"},
       .hint = "Which variance did the forward pass divide by?",
       .misconception = "A constant, but the batch's: the variance of x at hand.",
       .answer = spatial_dx(by_batch, [](SpatialForm& form) { form.mean_path = form.variance_path = 0.0; })},
      {.id = "without-gamma",
       .spoils = {"x"},
       .hint = "How does out depend on xhat: is it the same, or is there a factor in between?",
       .misconception = "gamma only matters for its own gradient.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.g = form.dout; })},
      {.id = "without-ivar",
       .spoils = {"x"},
       .hint = "x is divided by something before gamma meets it: is that in your dx?",
       .misconception = "Constants of the forward pass play no part in the backward pass.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.scale = ones(1, 1, 1, 1); })},
      {.id = "divided-by-variance",
       .spoils = {"x"},
       .hint = "Is x divided by a variance, or by the root of one?",
       .misconception = "Normalising divides by the variance.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.scale = form.ivar * form.ivar; })},
      {.id = "times-deviation",
       .spoils = {"x"},
       .hint = "The forward pass divides by a deviation: does the backward pass undo that, or do the same?",
       .misconception = "The way back multiplies where the way there divides.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.scale = 1.0 / form.ivar; })},
      {.id = "without-eps",
       .spoils = {"x"},
       .hint = "What stands under the root besides the variance?",
       .misconception = "eps guards the forward pass only.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.scale = 1.0 / backprop::sqrt(form.var); })},
      {.id = "zero",
       .spoils = {"x"},
       .hint = "In test mode the statistics stand still: does out stand still as well, when x moves?",
       .misconception = "Nothing is learnt in test mode, so there is no gradient.",
       .answer = [](Given& given) { return zeros_for(given, {"x"}); }},
      {.id = "parameters-frozen",
       .spoils = {"gamma", "beta"},
       .hint = "Which tensors does test mode turn into constants: gamma and beta, too?",
       .misconception = "In test mode a layer has no parameters to learn.",
       .answer =
           [](Given& given) {
             return zeros_for(given, {"gamma", "beta"});
           }},
      {.id = "dgamma-by-statistics-of-the-batch",
       .spoils = {"gamma"},
       .hint = "gamma multiplies the xhat of the forward pass: by which statistics was that normalised?",
       .misconception = "xhat is computed again from x, as in training.",
       .answer =
           [](Given& given) {
             const SpatialForm form = by_batch(given);
             return wrong_vector("gamma", sum_of_channels(form.dout * form.xhat));
           }},
      {.id = "averaged-over-the-batch",
       .spoils = {"x"},
       .hint = "Does the forward pass in test mode take any mean?",
       .misconception = "Every gradient of batch normalisation is divided by the number of examples.",
       .answer = [](Given& given) { return scaled(given.right, {"x"}, 1.0 / numbers_of_channel(given)); }},
  };
  for (KnownMistake& mistake : spatial_parameter_mistakes(right)) mistakes.push_back(std::move(mistake));
  return mistakes;
}

const MistakeRegistration registration{"batchnorm_eval", own()};

}  // namespace grader::batchnorm_eval_mistakes
