/// A net with one hidden layer on the digits, whose units may die. With only one layer a dead unit stays
/// dead: its inputs are the images, and these do not change.
#pragma once

#include "grader/scenarios/scenario.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

inline constexpr std::size_t kReluUnits = 60;

/// affine (64 to kReluUnits), relu or leaky_relu, affine (to 10), softmax loss. Where a function says so, a
/// mean grey is subtracted from the pixels in [0, 1], because a unit whose inputs all have one sign may be
/// dead from the start.
struct ReluNet {
  Tensor w1;
  Tensor b1;
  Tensor w2;
  Tensor b2;
};

/// Returns a net with weights by the subject's he_init and biases of 0.
ReluNet make_relu_net(Subject& subject, std::uint64_t seed);

struct ReluNetStep {
  double loss;
  Tensor dw1;  // before the step
};

/// Takes one step of the subject's sgd on this batch, whose pixels are taken as they are. The gate is
/// leaky_relu with this negative_slope, or relu when it is 0.
ReluNetStep step_relu_net(Subject& subject, ReluNet& net, const DigitBatch& batch, double learning_rate,
                          double negative_slope = 0.0);

/// Does the same on 50 digits, without the grey, and returns the loss.
double train_relu_net(Subject& subject, ReluNet& net, backprop::Rng& rng, double learning_rate,
                      double negative_slope = 0.0);

struct Deaths {
  double reported;            // from the subject's dead_fraction
  double fraction;            // counted here
  std::vector<bool> is_dead;  // by unit
};

/// Runs the whole training set forward, without the grey, and counts the units whose relu gives 0 on every
/// example.
Deaths count_deaths(Subject& subject, const ReluNet& net);

}  // namespace grader
