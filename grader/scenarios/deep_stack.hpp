/// A stack of hidden layers of one width on the digits, trained by plain gradient descent, with the gradient
/// measured at each layer.
#pragma once

#include "grader/scenarios/scenario.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

struct StackSettings {
  std::string name;  // in words, for progress
  std::string gate;  // "sigmoid" or "relu"
  bool batchnorm;    // before each gate
  double learning_rate;
  std::size_t steps;
};

/// weights: one for each affine layer, from the bottom up; the last gives the scores for the softmax loss.
/// Biases begin at 0. Layers are counted from 1 at the bottom. A value a step in each series:
///   "loss"
///   "gradient l": norm of the gradient that arrives at the output of affine layer l
///   "update l": learning_rate |dw| / |w| of affine layer l
///   "moved l": how far the subject's sgd has moved w, as a multiple of learning_rate |dw|
/// and, once: "weights": the norm of each of the weights at the start.
Measurements train_stack(Subject& subject, std::vector<backprop::Matrix> weights,
                         const StackSettings& settings, backprop::Rng& rng, const Tell& tell);

/// A line for every layer: a series over the steps, on a logarithmic scale.
Figure by_layer(const std::string& id, const std::string& title, const std::string& series,
                const Measurements& measurements, std::size_t layers);

/// "gradient 3".
std::string at_layer(const std::string& series, std::size_t layer);

}  // namespace grader
