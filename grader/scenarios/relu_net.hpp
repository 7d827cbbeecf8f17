/// A net with one hidden layer on the digits, in which units may die. With one layer only, what is dead stays
/// dead: its inputs are the images, and these do not change.
#pragma once

#include "grader/scenarios/scenario.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

inline constexpr std::size_t kReluUnits = 60;

/// affine (64 to kReluUnits), relu or leaky_relu, affine (to 10), softmax loss. Pixels lie in [0, 1]; a mean
/// grey is taken off them first, since weights over inputs of one sign are dead on arrival once in a while.
struct ReluNet {
  Tensor w1;
  Tensor b1;
  Tensor w2;
  Tensor b2;
};

/// With the subject's he_init, biases 0.
ReluNet make_relu_net(Subject& subject, std::uint64_t seed);

/// One step of the subject's sgd on a batch of 50. negative_slope: that of leaky_relu; 0: a relu. Returns the
/// loss.
double train_relu_net(Subject& subject, ReluNet& net, backprop::Rng& rng, double learning_rate,
                      double negative_slope = 0.0);

struct Deaths {
  double reported;            // by the subject's dead_fraction
  double fraction;            // counted here
  std::vector<bool> is_dead;  // of each unit
};

/// The whole training set, forward: which units are 0 on every example behind a relu?
Deaths count_deaths(Subject& subject, const ReluNet& net);

}  // namespace grader
