// Known answers of the second assignment: values that others have published, for the inputs that they published them for.
//
// Sources: Stanford CS231n, assignment 2, http://cs231n.stanford.edu: FullyConnectedNets.ipynb (update rules; inputs by
// numpy's linspace) and BatchNormalization.ipynb (statistics that the notebook prints; inputs by np.random.seed(231) and
// np.random.randn).
#include <gtest/gtest.h>

#include <backprop/adam.hpp>
#include <backprop/batchnorm.hpp>
#include <backprop/batchnorm_alt.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/rmsprop.hpp>
#include <backprop/sgd_momentum.hpp>
#include <cmath>
#include <optional>
#include <random>

#include "grader/ops/testing/linspace.hpp"

namespace backprop {
namespace {

// Published to eight digits after the point.
constexpr double kPublished = 0.51e-8;

template <class Tensor>
void expect_near(const Tensor& actual, const Tensor& expected) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual.flat(i), expected.flat(i), kPublished) << "element " << i;
}

class UpdateRule : public testing::Test {
 protected:
  const Matrix w = linspace(-0.4, 0.6, 4, 5);
  const Matrix dw = linspace(-0.6, 0.4, 4, 5);
};

TEST_F(UpdateRule, SgdMomentum) {
  const auto [next_w, config] =
      sgd_momentum(w, dw, {.learning_rate = 1e-3, .velocity = linspace(0.6, 0.9, 4, 5)});
  expect_near(next_w, {{0.1406, 0.20738947, 0.27417895, 0.34096842, 0.40775789},
                       {0.47454737, 0.54133684, 0.60812632, 0.67491579, 0.74170526},
                       {0.80849474, 0.87528421, 0.94207368, 1.00886316, 1.07565263},
                       {1.14244211, 1.20923158, 1.27602105, 1.34281053, 1.4096}});
  expect_near(config.velocity, {{0.5406, 0.55475789, 0.56891579, 0.58307368, 0.59723158},
                                {0.61138947, 0.62554737, 0.63970526, 0.65386316, 0.66802105},
                                {0.68217895, 0.69633684, 0.71049474, 0.72465263, 0.73881053},
                                {0.75296842, 0.76712632, 0.78128421, 0.79544211, 0.8096}});
}

TEST_F(UpdateRule, Rmsprop) {
  const auto [next_w, config] = rmsprop(w, dw, {.learning_rate = 1e-2, .cache = linspace(0.6, 0.9, 4, 5)});
  expect_near(next_w, {{-0.39223849, -0.34037513, -0.28849239, -0.23659121, -0.18467247},
                       {-0.132737, -0.08078555, -0.02881884, 0.02316247, 0.07515774},
                       {0.12716641, 0.17918792, 0.23122175, 0.28326742, 0.33532447},
                       {0.38739248, 0.43947102, 0.49155973, 0.54365823, 0.59576619}});
  expect_near(config.cache, {{0.5976, 0.6126277, 0.6277108, 0.64284931, 0.65804321},
                             {0.67329252, 0.68859723, 0.70395734, 0.71937285, 0.73484377},
                             {0.75037008, 0.7659518, 0.78158892, 0.79728144, 0.81302936},
                             {0.82883269, 0.84469141, 0.86060554, 0.87657507, 0.8926}});
}

TEST_F(UpdateRule, AdamAtItsSixthStep) {
  const auto [next_w, config] = adam(
      w, dw, {.learning_rate = 1e-2, .m = linspace(0.6, 0.9, 4, 5), .v = linspace(0.7, 0.5, 4, 5), .t = 5});
  EXPECT_EQ(config.t, 6u);
  expect_near(next_w, {{-0.40094747, -0.34836187, -0.29577703, -0.24319299, -0.19060977},
                       {-0.1380274, -0.08544591, -0.03286534, 0.01971428, 0.0722929},
                       {0.1248705, 0.17744702, 0.23002243, 0.28259667, 0.33516969},
                       {0.38774145, 0.44031188, 0.49288093, 0.54544852, 0.59801459}});
  expect_near(config.v, {{0.69966, 0.68908382, 0.67851319, 0.66794809, 0.65738853},
                         {0.64683452, 0.63628604, 0.6257431, 0.61520571, 0.60467385},
                         {0.59414753, 0.58362676, 0.57311152, 0.56260183, 0.55209767},
                         {0.54159906, 0.53110598, 0.52061845, 0.51013645, 0.49966}});
  expect_near(config.m, {{0.48, 0.49947368, 0.51894737, 0.53842105, 0.55789474},
                         {0.57736842, 0.59684211, 0.61631579, 0.63578947, 0.65526316},
                         {0.67473684, 0.69421053, 0.71368421, 0.73315789, 0.75263158},
                         {0.77210526, 0.79157895, 0.81105263, 0.83052632, 0.85}});
}

TEST_F(UpdateRule, AFreshStateIsZeros) {
  // By hand: the first step of Adam has the length of the learning rate, whatever the gradient is.
  const Matrix step = w - adam(w, dw, {.learning_rate = 1e-2, .m = zeros(0, 0), .v = zeros(0, 0)}).next_w;
  for (std::size_t i = 0; i < w.size(); ++i) EXPECT_NEAR(std::abs(step.flat(i)), 1e-2, 1e-8);
  expect_near(sgd_momentum(w, dw, {.learning_rate = 1e-3, .velocity = zeros(0, 0)}).next_w,
              Matrix(w - 1e-3 * dw));
  // sqrt(0.01 dw^2) = |dw| / 10.
  const Matrix pace = (w - rmsprop(w, dw, {.learning_rate = 1e-2, .cache = zeros(0, 0)}).next_w) / 0.1;
  for (std::size_t i = 0; i < w.size(); ++i) EXPECT_NEAR(std::abs(pace.flat(i)), 1.0, 1e-5);
}

// numpy's np.random.seed(seed) and np.random.randn: the Mersenne Twister of 32 bits, and Marsaglia's polar method.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  Matrix randn(std::size_t rows, std::size_t columns) {
    Matrix result = zeros(rows, columns);
    for (double& value : result) value = normal();
    return result;
  }
  Vector randn(std::size_t size) {
    Vector result = zeros(size);
    for (double& value : result) value = normal();
    return result;
  }

 private:
  double uniform() {
    const auto high = static_cast<double>(engine_() >> 5);
    const auto low = static_cast<double>(engine_() >> 6);
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  double normal() {
    if (kept_) {
      const double value = *kept_;
      kept_.reset();
      return value;
    }
    for (;;) {
      const double x = 2.0 * uniform() - 1.0;
      const double y = 2.0 * uniform() - 1.0;
      const double square = x * x + y * y;
      if (square >= 1.0 || square == 0.0) continue;
      const double factor = std::sqrt(-2.0 * std::log(square) / square);
      kept_ = factor * x;
      return factor * y;
    }
  }

  std::mt19937 engine_;
  std::optional<double> kept_;
};

Vector stds(const Matrix& x, std::size_t axis) {
  const Vector m = mean(x, axis);
  const Matrix centred = axis == 0 ? Matrix(x - as_row(m)) : Matrix(x - as_column(m));
  return sqrt(mean(centred * centred, axis));
}

Matrix two_layers(const Matrix& x, const Matrix& w1, const Matrix& w2) {
  return matmul(xt::maximum(matmul(x, w1), 0.0), w2);
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

// The gradients are not printed by the notebook itself; they are what correct answers to it give, as published with one.
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
      // The terms of dx are of this size; dx itself may be far smaller, and is 0 in a batch of one.
      const double size = max(abs(steps.dxhat)) * max(cache.ivar) * static_cast<double>(n);
      EXPECT_TRUE(max(abs(closed.dx - steps.dx)) <= 1e-13 * size) << "scale " << scale << ", N = " << n;
      EXPECT_TRUE(closed.dgamma == steps.dgamma) << "scale " << scale << ", N = " << n;
      EXPECT_TRUE(closed.dbeta == steps.dbeta) << "scale " << scale << ", N = " << n;
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
