// Known answers for the layers of assignment 4: values that others have published where there are any,
// elsewhere values that follow from a formula in a line of arithmetic. The source stands beside each.
#include <gtest/gtest.h>
#include <backprop/clipped_delta_loss.hpp>
#include <backprop/dqn_loss.hpp>
#include <backprop/dropout_redraw.hpp>
#include <backprop/gather.hpp>
#include <backprop/gather_rows.hpp>
#include <backprop/huber_loss.hpp>
#include <backprop/log_softmax.hpp>
#include <backprop/mean_loss_accumulation.hpp>
#include <backprop/relu_in_place.hpp>
#include <backprop/td_target.hpp>

#include <cmath>

namespace backprop {
namespace {

constexpr double kExact = 1e-15;

template <class T>
void expect_near(const T& actual, const T& expected) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual.flat(i), expected.flat(i), kExact * (1.0 + std::abs(expected.flat(i))))
        << "element " << i;
  }
}

// -2, -1.75, ..., 1.75: a sweep of errors, with q = 0, so that the target is the error.
Vector sweep() {
  Vector errors = zeros(16);
  for (std::size_t i = 0; i < 16; ++i) errors(i) = 0.25 * static_cast<double>(i) - 2.0;
  return errors;
}

// github.com/spragunr/deep_q_rl, issue 46: what Theano gave for the gradient of sum(clip(a, -1, 1)^2) over
// this sweep. At -1 and 1 it took the slope of the inner side; ours are those of the outer one, and both are
// right.
TEST(KnownAnswersA4, ClippedDeltaLossBackward) {
  const Vector published = {0, 0, 0, 0, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 0, 0, 0};
  const auto [loss, cache] = clipped_delta_loss_forward(zeros(16), sweep(), -1.0, 1.0);
  Vector expected = -published / 16.0;  // of q and not of the error, of the mean and not of the sum
  expected(4) = expected(12) = 0.0;
  expect_near(clipped_delta_loss_backward(1.0, cache), expected);
}

// github.com/devsisters/DQN-tensorflow, issue 16: the loss proposed there, 1/2 x^2 where |x| < 1 and |x| -
// 1/2 elsewhere.
TEST(KnownAnswersA4, HuberLossForwardWithDeltaOne) {
  const Vector errors = sweep();
  double total = 0.0;
  for (const double x : errors) total += std::abs(x) < 1.0 ? 0.5 * x * x : std::abs(x) - 0.5;
  EXPECT_NEAR(huber_loss_forward(zeros(16), errors, 1.0).out, total / 16.0, kExact);
}

// P. J. Huber, Robust estimation of a location parameter, 1964: rho(t) = 1/2 t^2 for |t| < k, k |t| - 1/2
// k^2 elsewhere.
TEST(KnownAnswersA4, HuberLossOfSingleErrors) {
  const auto loss = [](double error, double delta) { return huber_loss_forward({0.0}, {error}, delta).out; };
  EXPECT_EQ(loss(0.5, 1.0), 0.125);
  EXPECT_EQ(loss(2.0, 1.0), 1.5);
  EXPECT_EQ(loss(-3.0, 2.0), 4.0);
  EXPECT_EQ(loss(-3.0, 0.5), 1.375);
  EXPECT_EQ(loss(2.0, 2.0), 2.0) << "parabola and line meet";
}

TEST(KnownAnswersA4, HuberLossBackwardIsTheClippedError) {
  const auto [loss, cache] = huber_loss_forward({0.0, 1.0, 2.0, 3.0}, {5.0, 1.25, -8.0, 2.5}, 0.5);
  expect_near(huber_loss_backward(2.0, cache), Vector{-0.25, -0.125, 0.25, 0.25});
}

// github.com/pytorch/pytorch, issue 1631: with the index 0 twice and dy = (0.2, 0.3) the gradient must be
// 0.5, and was 0.3.
TEST(KnownAnswersA4, GatherRowsBackwardAddsUp) {
  const auto [out, cache] = gather_rows_forward({{0.1}}, {0, 0});
  expect_near(out, Matrix{{0.1}, {0.1}});
  expect_near(gather_rows_backward({{0.2}, {0.3}}, cache), Matrix{{0.5}});
}

// numpy's manual, ufunc.at: add.at(a, [0, 1, 2, 2], 1) takes (1, 2, 3, 4) to (2, 3, 5, 4).
TEST(KnownAnswersA4, GatherRowsBackwardCounts) {
  const auto [out, cache] = gather_rows_forward(zeros(4, 1), {0, 1, 2, 2});
  expect_near(gather_rows_backward({{1}, {1}, {1}, {1}}, cache), Matrix{{1}, {1}, {2}, {0}});
}

TEST(KnownAnswersA4, GatherTakesOneElementOfEachRow) {
  const auto [out, cache] = gather_forward({{1, 2, 3}, {4, 5, 6}}, {2, 0});
  expect_near(out, Vector{3, 4});
  expect_near(gather_backward({7, 8}, cache), Matrix{{0, 0, 7}, {8, 0, 0}});
}

// C. J. C. H. Watkins, Learning from delayed rewards, 1989: r + gamma max_a Q(s', a).
TEST(KnownAnswersA4, TdTarget) {
  expect_near(td_target({1, -2, 3}, {{0.5, 2}, {-4, -8}, {100, 200}}, {0, 0, 1}, 0.5), Vector{2, -4, 3});
}

// Two states, two actions. Of transition 0 the error is 1 + 0.5 * 4 - 1 = 2, of transition 1, a last step,
// -1 - 2 = -3, and of transition 2 again 2: all beyond delta, two of them on the same value.
TEST(KnownAnswersA4, DqnLoss) {
  const Matrix table = {{1, 2}, {3, 4}};
  const Transitions batch = {{0, 0, 0}, {0, 1, 0}, {1, -1, 1}, {1, 1, 1}, {0, 1, 0}};
  const auto [loss, cache] = dqn_loss_forward(table, table, batch, 0.5, 1.0);
  EXPECT_NEAR(loss, (1.5 + 2.5 + 1.5) / 3.0, kExact);
  expect_near(dqn_loss_backward(3.0, cache), Matrix{{-2, 1}, {0, 0}});
}

// The probabilities of (0, log 3) are 1/4 and 3/4; those of (0, 1000) are 0 and 1, in double.
TEST(KnownAnswersA4, LogSoftmax) {
  const auto [out, cache] = log_softmax_forward({{0, std::log(3.0)}, {0, 1000}});
  expect_near(out, Matrix{{-std::log(4.0), std::log(0.75)}, {-1000, 0}});
  expect_near(log_softmax_backward({{1, 0}, {1, 0}}, cache), Matrix{{0.75, -0.75}, {1, -1}});
}

TEST(KnownAnswersA4, ReluInPlace) {
  const auto [out, cache] = relu_in_place_forward({{2, -1}, {-2, 1}}, {3, -2});
  expect_near(out, Matrix{{6, 2}, {0, 0}});
  const auto [dx, dscale] = relu_in_place_backward({{1, 10}, {100, 1000}}, cache);
  expect_near(dx, Matrix{{3, -20}, {0, 0}});
  expect_near(dscale, Vector{2, -10});
}

// With w = 0 and x = 1 the gradient is minus the mean of y: -(1 + 2 + 3 + 6) / 4 = -3. The mean of the means
// of the two micro-batches would be -(1 + 11/3) / 2.
TEST(KnownAnswersA4, MeanLossAccumulation) {
  for (const Labels& counts : {Labels{1, 3}, Labels{2, 2}, Labels{4}, Labels{1, 1, 2}}) {
    const auto [loss, cache] =
        mean_loss_accumulation_forward({{1}, {1}, {1}, {1}}, {1, 2, 3, 6}, {0}, counts);
    EXPECT_NEAR(loss, 50.0 / 8.0, kExact * 10);
    expect_near(mean_loss_accumulation_backward(1.0, cache), Vector{-3});
  }
}

TEST(KnownAnswersA4, MeanLossAccumulationRefusesCountsThatDoNotFit) {
  const Matrix x = {{1}, {1}, {1}};
  for (const Labels& counts : {Labels{1, 1}, Labels{2, 2}, Labels{0, 3}, Labels{4, -1}}) {
    EXPECT_THROW(mean_loss_accumulation_forward(x, {1, 2, 3}, {0}, counts), ShapeError);
  }
}

// On ones, forward and backward are both mask / keep: whatever the mask, they must be equal, and equal again
// when backward runs twice.
TEST(KnownAnswersA4, DropoutRedrawsTheSameMask) {
  Rng rng(7);
  const Matrix ones = zeros(20, 30) + 1.0;
  const auto [out, cache] = dropout_redraw_forward(ones, 0.25, rng);
  rng.uniform(3, 3);  // others draw from the same generator in between
  EXPECT_EQ(dropout_redraw_backward(ones, cache), out);
  EXPECT_EQ(dropout_redraw_backward(ones, cache), out);
  EXPECT_NE(dropout_redraw_forward(ones, 0.25, rng).out, out) << "the generator must have moved on";
  EXPECT_EQ(max(out), 4.0);
}

}  // namespace
}  // namespace backprop
