/// A stack of hidden layers of equal width, trained on the digits by plain gradient descent. The gradient is
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

/// Trains the stack. `weights` holds the weights of each affine layer, from the bottom up. The last layer
/// gives the scores for the softmax loss. Biases begin at 0, and layers are counted from 1 at the bottom.
///
/// Returns series with one value per step:
///   "loss"
///   "gradient l": norm of the gradient that arrives at the output of affine layer l
///   "update l": learning_rate |dw| / |w| of affine layer l
///   "moved l": how far the subject's sgd has moved w, as a multiple of learning_rate |dw|
/// and "weights", the norm of each layer's weights at the start.
Measurements train_stack(Subject& subject, std::vector<backprop::Matrix> weights,
                         const StackSettings& settings, backprop::Rng& rng, const Tell& tell);

/// Returns a figure with a line for every layer: one series over the steps, on a logarithmic scale.
Figure by_layer(const std::string& id, const std::string& title, const std::string& series,
                const Measurements& measurements, std::size_t layers);

/// Tells how much each layer moves beside the last one, in numbers to keep: "layer 8 moves 6.6 times less,
/// layer 7 25 times less, ... layer 1 80,000 times less". Takes the medians of the series "update".
std::string pace_by_layer(const Measurements& measurements, std::size_t layers);

/// Returns a figure of the same numbers over the layers, on a logarithmic scale.
Figure pace_figure(const std::string& id, const std::string& title, const Measurements& measurements,
                   std::size_t layers);

/// Returns the name of a series at a layer: "gradient 3".
std::string at_layer(const std::string& series, std::size_t layer);

}  // namespace grader
