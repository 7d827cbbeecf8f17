/// A net of affine layers with one kind of gate between them and a softmax loss on top. The scenarios of
/// assignment 1, which has no optimiser, train it on the digits: the grader takes the steps itself.
#pragma once

#include <string>
#include <vector>

#include "grader/scenarios/scenario.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

struct GateNet {
  std::string gate;       // "sigmoid" or "tanh"
  std::vector<Tensor> w;  // of each affine layer, from the bottom up
  std::vector<Tensor> b = {};
};

/// Returns a net with these weights and biases of 0.
GateNet make_gate_net(std::string gate, const std::vector<backprop::Matrix>& weights);

struct GateNetStep {
  double loss;
  std::vector<Tensor> activations;  // of each hidden layer, (n, units)
  Tensor dx;                        // (n, features)
};

/// Runs the batch forward and backward through the subject's layers, and takes a step of gradient descent.
GateNetStep train_gate_net(Subject& subject, GateNet& net, const DigitBatch& batch, double learning_rate);

/// Returns the scores that the net gives: (n, classes).
Tensor gate_net_scores(Subject& subject, const GateNet& net, const Tensor& x);

/// Returns the mean slope of gates with these outputs: of z (1 - z) for "sigmoid", of 1 - z^2 for "tanh".
double mean_slope(const std::string& gate, const Tensor& activations);

}  // namespace grader
