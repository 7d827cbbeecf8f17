// Known answers: values that others have published, for the inputs that they published them for.
//
// Source of all of them: Stanford CS231n, assignment 2, FullyConnectedNets.ipynb (also assignment 1, two_layer_net.ipynb, in
// later years), http://cs231n.stanford.edu; inputs by numpy's linspace, in row-major order.
#include <gtest/gtest.h>
#include <backprop/affine.hpp>
#include <backprop/relu.hpp>
#include <backprop/two_layer_net.hpp>

#include <cmath>

#include "grader/ops/testing/linspace.hpp"

namespace backprop {
namespace {

// The published values have about nine digits.
constexpr double kPublished = 1e-8;

void expect_near(const Matrix& actual, const Matrix& expected, double tolerance) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual.flat(i), expected.flat(i), tolerance) << "element " << i;
}

TEST(KnownAnswers, AffineForward) {
  // Two inputs of shape (4, 5, 6), flattened to 120 features.
  const auto [out, cache] =
      affine_forward(linspace(-0.1, 0.5, 2, 120), linspace(-0.2, 0.3, 120, 3), linspace(-0.3, 0.1, 3));
  expect_near(out, {{1.49834967, 1.70660132, 1.91485297}, {3.25553199, 3.5141327, 3.77273342}}, kPublished);
}

TEST(KnownAnswers, ReluForward) {
  const auto [out, cache] = relu_forward(linspace(-0.5, 0.5, 3, 4));
  expect_near(out, {{0, 0, 0, 0}, {0, 0, 0.04545455, 0.13636364}, {0.22727273, 0.31818182, 0.40909091, 0.5}},
              kPublished);
}

class TwoLayerNet : public testing::Test {
 protected:
  // N = 3, D = 5, H = 50, C = 7; x is linspace over (D, N), transposed.
  const Matrix x = transpose(linspace(-5.5, 4.5, 5, 3));
  const Labels y = {0, 5, 1};
  const TwoLayerParameters parameters = {linspace(-0.7, 0.3, 5, 50), linspace(-0.1, 0.9, 50),
                                         linspace(-0.3, 0.4, 50, 7), linspace(-0.9, 0.1, 7)};
};

TEST_F(TwoLayerNet, Scores) {
  const auto [hidden, c1] = affine_forward(x, parameters.w1, parameters.b1);
  const auto [scores, c2] = affine_forward(relu_forward(hidden).out, parameters.w2, parameters.b2);
  expect_near(scores,
              {{11.53165108, 12.2917344, 13.05181771, 13.81190102, 14.57198434, 15.33206765, 16.09215096},
               {12.05769098, 12.74614105, 13.43459113, 14.1230412, 14.81149128, 15.49994135, 16.18839143},
               {12.58373087, 13.20054771, 13.81736455, 14.43418138, 15.05099822, 15.66781506, 16.2846319}},
              kPublished);
}

TEST_F(TwoLayerNet, LossWithoutRegularisation) {
  EXPECT_NEAR(two_layer_net_forward(x, y, parameters, 0.0).out, 3.4702243556, 1e-10);
}

TEST_F(TwoLayerNet, LossWithRegularisation) {
  EXPECT_NEAR(two_layer_net_forward(x, y, parameters, 1.0).out, 26.5948426952, 1e-10);
}

}  // namespace
}  // namespace backprop
