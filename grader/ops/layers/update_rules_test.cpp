// Tests the first step of the update rules. Published values of later steps are with each rule.
#include <gtest/gtest.h>

#include <backprop/adam.hpp>
#include <backprop/adamw.hpp>
#include <backprop/rmsprop.hpp>
#include <backprop/sgd_momentum.hpp>
#include <cmath>

#include "grader/ops/testing/linspace.hpp"

namespace backprop {
namespace {

TEST(UpdateRules, AFreshStateIsZeros) {
  const Matrix w = linspace(-0.4, 0.6, 4, 5);
  const Matrix dw = linspace(-0.6, 0.4, 4, 5);
  // By hand: the first step of Adam is as long as the learning rate, whatever the gradient.
  const Matrix step = w - adam(w, dw, {.learning_rate = 1e-2, .m = zeros(0, 0), .v = zeros(0, 0)}).next_w;
  for (std::size_t i = 0; i < w.size(); ++i) EXPECT_NEAR(std::abs(step.flat(i)), 1e-2, 1e-8);
  const Matrix first = sgd_momentum(w, dw, {.learning_rate = 1e-3, .velocity = zeros(0, 0)}).next_w;
  for (std::size_t i = 0; i < w.size(); ++i) {
    EXPECT_NEAR(first.flat(i), w.flat(i) - 1e-3 * dw.flat(i), 1e-15);
  }
  // sqrt(0.01 dw^2) = |dw| / 10.
  const Matrix pace = (w - rmsprop(w, dw, {.learning_rate = 1e-2, .cache = zeros(0, 0)}).next_w) / 0.1;
  for (std::size_t i = 0; i < w.size(); ++i) EXPECT_NEAR(std::abs(pace.flat(i)), 1.0, 1e-5);
}

TEST(UpdateRules, AdamwWithoutDecayIsAdam) {
  Step<AdamConfig> one{linspace(-0.4, 0.6, 4, 5), {}};
  Step<AdamwConfig> other{one.next_w, {.weight_decay = 0.0}};
  for (int step = 0; step < 5; ++step) {
    const Matrix dw = one.next_w * one.next_w - 0.1;
    one = adam(one.next_w, dw, one.config);
    other = adamw(other.next_w, dw, other.config);
    EXPECT_EQ(one.next_w, other.next_w) << "step " << step;
  }
}

// A weight without gradients, after 1000 steps: (1 - 1e-4)^1000, and what Adam makes of a penalty, worked out
// with 30 digits (mpmath).
TEST(UpdateRules, ADecayBesideTheGradientIsAShareAndOneInItIsAStep) {
  Step<AdamwConfig> beside{ones(1, 1), {.weight_decay = 0.1}};
  Step<AdamConfig> in_it{ones(1, 1), {}};
  for (int step = 0; step < 1000; ++step) {
    beside = adamw(beside.next_w, zeros(1, 1), beside.config);
    in_it = adam(in_it.next_w, 0.1 * in_it.next_w, in_it.config);
  }
  EXPECT_NEAR(beside.next_w(0, 0), 0.904832893558546, 1e-12);
  EXPECT_NEAR(in_it.next_w(0, 0), 0.257665084916402, 1e-12);
}

}  // namespace
}  // namespace backprop
