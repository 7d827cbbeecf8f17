// Known answers of the layers that normalise. The source is Stanford CS231n, assignment 2,
// BatchNormalization.ipynb: the statistics that it prints for inputs from np.random.seed(231) and
// np.random.randn.
#include <gtest/gtest.h>

#include <backprop/batchnorm.hpp>
#include <backprop/batchnorm_alt.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/relu.hpp>
#include <cmath>

#include "grader/ops/testing/numpy_random.hpp"

namespace backprop {
namespace {

// The values were published to eight digits after the point.
constexpr double kPublished = 0.51e-8;

template <class Tensor>
void expect_near(const Tensor& actual, const Tensor& expected) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual.flat(i), expected.flat(i), kPublished) << "element " << i;
}

Vector stds(const Matrix& x, std::size_t axis) {
  const Vector m = mean(x, axis);
  const Matrix centred = axis == 0 ? Matrix(x - as_row(m)) : Matrix(x - as_column(m));
  return sqrt(mean(centred * centred, axis));
}

Matrix two_layers(const Matrix& x, const Matrix& w1, const Matrix& w2) {
  return matmul(relu_forward(matmul(x, w1)).out, w2);
}

const Vector kOnes = {1.0, 1.0, 1.0};

TEST(Batchnorm, TrainingStatistics) {
  NumpyRandom random(231);
  const Matrix x = random.randn(200, 50);
  const Matrix w1 = random.randn(50, 60);
  const Matrix a = two_layers(x, w1, random.randn(60, 3));
  expect_near(mean(a, 0), {-2.3814598, -13.18038246, 1.91780462});
  expect_near(stds(a, 0), {27.18502186, 34.21455511, 37.68611762});

  BatchnormParam param;
  const Matrix normalised = batchnorm_forward(a, kOnes, zeros(3), param).out;
  expect_near(mean(normalised, 0), {0.0, 0.0, 0.0});
  expect_near(stds(normalised, 0), {0.99999999, 1.0, 1.0});
  const Matrix out = batchnorm_forward(a, {1.0, 2.0, 3.0}, {11.0, 12.0, 13.0}, param).out;
  expect_near(mean(out, 0), {11.0, 12.0, 13.0});
  expect_near(stds(out, 0), {0.99999999, 1.99999999, 2.99999999});
}

TEST(Batchnorm, TestStatisticsAfterFiftyBatches) {
  NumpyRandom random(231);
  const Matrix w1 = random.randn(50, 60);
  const Matrix w2 = random.randn(60, 3);
  BatchnormParam param;
  for (int t = 0; t < 50; ++t) {
    batchnorm_forward(two_layers(random.randn(200, 50), w1, w2), kOnes, zeros(3), param);
  }
  param.mode = Mode::test;
  const Matrix out = batchnorm_forward(two_layers(random.randn(200, 50), w1, w2), kOnes, zeros(3), param).out;
  expect_near(mean(out, 0), {-0.03927354, -0.04349152, -0.10452688});
  expect_near(stds(out, 0), {1.01531428, 1.01238373, 0.97819988});
}

// The notebook does not print the gradients. They are those of a published correct answer to it.
TEST(Batchnorm, BothBackwardPasses) {
  NumpyRandom random(231);
  const Matrix x = 5.0 * random.randn(4, 5) + 12.0;
  const Vector gamma = random.randn(5);
  const Vector beta = random.randn(5);
  const Matrix dout = random.randn(4, 5);
  BatchnormParam param;
  const auto [out, cache] = batchnorm_forward(x, gamma, beta, param);
  const BatchnormSteps steps = batchnorm_backward(dout, cache);
  const BatchnormGradients closed = batchnorm_backward_alt(dout, cache);
  const Matrix dx = {{-0.00310319, 0.00305468, -0.00156246, 0.17251307, 0.01388029},
                     {0.01147762, -0.10800884, -0.01112564, -0.02021632, -0.02098085},
                     {-0.01682492, -0.01106847, -0.00384286, 0.13581055, -0.04108612},
                     {0.00845049, 0.11602263, 0.01653096, -0.2881073, 0.04818669}};
  const Vector dgamma = {2.29048278, 1.39248907, 2.93350569, 0.98234546, 2.08326113};
  const Vector dbeta = {0.08461601, 0.59073617, 1.2668311, -1.75428014, -0.80317214};
  expect_near(steps.dx, dx);
  expect_near(steps.dgamma, dgamma);
  expect_near(steps.dbeta, dbeta);
  expect_near(closed.dx, dx);
  expect_near(closed.dgamma, dgamma);
  expect_near(closed.dbeta, dbeta);
}

TEST(Batchnorm, TheClosedFormIsTheStepsPutIntoOneAnother) {
  NumpyRandom random(7);
  for (const double scale : {1e-3, 1.0, 1e3}) {  // the variance: below eps, and far above it
    for (const std::size_t n : {1, 2, 7, 50}) {
      BatchnormParam param;
      const auto [out, cache] =
          batchnorm_forward(scale * random.randn(n, 6) + 3.0, random.randn(6), random.randn(6), param);
      const Matrix dout = random.randn(n, 6);
      const BatchnormSteps steps = batchnorm_backward(dout, cache);
      const BatchnormGradients closed = batchnorm_backward_alt(dout, cache);
      // The terms of dx have this size. dx itself may be far smaller, and is 0 in a batch of one.
      const double size = max(abs(steps.dxhat)) * max(cache.ivar) * static_cast<double>(n);
      EXPECT_TRUE(max(abs(closed.dx - steps.dx)) <= 1e-13 * size) << "scale " << scale << ", N = " << n;
      EXPECT_EQ(closed.dgamma, steps.dgamma) << "scale " << scale << ", N = " << n;
      EXPECT_EQ(closed.dbeta, steps.dbeta) << "scale " << scale << ", N = " << n;
    }
  }
}

TEST(Layernorm, Statistics) {
  NumpyRandom random(231);
  const Matrix x = random.randn(4, 50);
  const Matrix w1 = random.randn(50, 60);
  const Matrix a = two_layers(x, w1, random.randn(60, 3));
  expect_near(mean(a, 1), {-59.06673243, -47.60782686, -43.31137368, -26.40991744});
  expect_near(stds(a, 1), {10.07429373, 28.39478981, 35.28360729, 4.01831507});
  const Matrix normalised = layernorm_forward(a, kOnes, zeros(3)).out;
  expect_near(mean(normalised, 1), {0.0, 0.0, 0.0, 0.0});
  expect_near(stds(normalised, 1), {0.99999995, 0.99999999, 1.0, 0.99999969});
  const Matrix out = layernorm_forward(a, {3.0, 3.0, 3.0}, {5.0, 5.0, 5.0}).out;
  expect_near(mean(out, 1), {5.0, 5.0, 5.0, 5.0});
  expect_near(stds(out, 1), {2.99999985, 2.99999998, 2.99999999, 2.99999907});
}

}  // namespace
}  // namespace backprop
