// Known answers of the layers that normalise images. The source is Stanford CS231n, assignment 2,
// ConvolutionalNetworks.ipynb: the statistics that it prints for inputs from np.random.seed(231) and
// np.random.randn.
#include <gtest/gtest.h>

#include <backprop/batchnorm_eval.hpp>
#include <backprop/group_norm.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/spatial_batchnorm.hpp>

#include "grader/ops/testing/numpy_random.hpp"

namespace backprop {
namespace {

template <class Tensor>
void expect_within(const Tensor& actual, const Tensor& expected, double tolerance) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual.flat(i), expected.flat(i), tolerance) << "element " << i;
}

// The values were published to eight digits after the point.
void expect_published(const Vector& actual, const Vector& expected) {
  expect_within(actual, expected, 0.51e-8);
}

Vector channel_means(const Tensor4& x) { return mean(x, {0, 2, 3}); }
Vector channel_stds(const Tensor4& x) {
  const Tensor4 xmu = x - reshape(channel_means(x), {1, x.shape(1), 1, 1});
  return sqrt(channel_means(xmu * xmu));
}

// A row for each group of each image.
Matrix group_rows(const Tensor4& x, std::size_t groups) {
  return reshape(x, {x.shape(0) * groups, x.size() / x.shape(0) / groups});
}
Vector row_stds(const Matrix& x) {
  const Matrix xmu = x - as_column(mean(x, 1));
  return sqrt(mean(xmu * xmu, 1));
}

TEST(SpatialBatchnorm, TrainingStatistics) {
  NumpyRandom random(231);
  const Tensor4 x = 4.0 * random.randn(2, 3, 4, 5) + 10.0;
  expect_published(channel_means(x), {9.33463814, 8.90909116, 9.11056338});
  expect_published(channel_stds(x), {3.61447857, 3.19347686, 3.5168142});

  BatchnormParam param;
  const Tensor4 normalised = spatial_batchnorm_forward(x, ones(3), zeros(3), param).out;
  expect_published(channel_means(normalised), {0.0, 0.0, 0.0});
  expect_published(channel_stds(normalised), {0.99999962, 0.99999951, 0.9999996});
  const Tensor4 out = spatial_batchnorm_forward(x, {3.0, 4.0, 5.0}, {6.0, 7.0, 8.0}, param).out;
  expect_published(channel_means(out), {6.0, 7.0, 8.0});
  expect_published(channel_stds(out), {2.99999885, 3.99999804, 4.99999798});
}

TEST(SpatialBatchnorm, TestStatisticsAfterFiftyBatches) {
  NumpyRandom random(231);
  BatchnormParam param;
  for (int t = 0; t < 50; ++t)
    spatial_batchnorm_forward(2.3 * random.randn(10, 4, 11, 12) + 13.0, ones(4), zeros(4), param);
  param.mode = Mode::test;
  const Tensor4 x = 2.3 * random.randn(10, 4, 11, 12) + 13.0;
  const Tensor4 out = spatial_batchnorm_forward(x, ones(4), zeros(4), param).out;
  expect_published(channel_means(out), {-0.08034406, 0.07562881, 0.05716371, 0.04378383});
  expect_published(channel_stds(out), {0.96718744, 1.0299714, 1.02887624, 1.00585577});
  // The layer for test mode alone is the same function.
  const Tensor4 eval =
      batchnorm_eval_forward(x, ones(4), zeros(4), param.running_mean, param.running_var, param.eps).out;
  expect_within(eval, out, 1e-13);
}

// The notebook prints the statistics of the groups before the layer. After it the deviations follow from
// these, s / sqrt(s^2 + eps).
TEST(GroupNorm, Statistics) {
  NumpyRandom random(231);
  const Tensor4 x = 4.0 * random.randn(2, 6, 4, 5) + 10.0;
  const Vector stds = {3.67070958, 3.09892597, 4.27043622, 3.97521327};
  expect_published(mean(group_rows(x, 2), 1), {9.72505327, 8.51114185, 8.9147544, 9.43448077});
  expect_published(row_stds(group_rows(x, 2)), stds);
  const Matrix out = group_rows(group_norm_forward(x, ones(6), zeros(6), 2).out, 2);
  expect_published(mean(out, 1), {0.0, 0.0, 0.0, 0.0});
  expect_published(row_stds(out), stds / sqrt(stds * stds + 1e-5));
}

TEST(GroupNorm, WithOneGroupIsLayerNormalisationOfTheImage) {
  NumpyRandom random(3);
  const Tensor4 x = random.randn(2, 3, 4, 5);
  const Tensor4 dout = random.randn(2, 3, 4, 5);
  const auto [out, cache] = group_norm_forward(x, ones(3), zeros(3), 1);
  const auto [flat_out, flat_cache] = layernorm_forward(group_rows(x, 1), ones(60), zeros(60));
  expect_within(group_rows(out, 1), flat_out, 1e-14);
  expect_within(group_rows(group_norm_backward(dout, cache).dx, 1),
                layernorm_backward(group_rows(dout, 1), flat_cache).dx, 1e-14);
}

TEST(GroupNorm, WithAGroupForEachChannelIsBatchNormalisationOfEachImage) {
  NumpyRandom random(4);
  const Vector gamma = random.randn(3);
  const Tensor4 x = random.randn(1, 3, 4, 5);
  const Tensor4 dout = random.randn(1, 3, 4, 5);
  BatchnormParam param;
  const auto [out, cache] = group_norm_forward(x, gamma, zeros(3), 3);
  const auto [same_out, same_cache] = spatial_batchnorm_forward(x, gamma, zeros(3), param);
  expect_within(out, same_out, 1e-13);
  const auto [dx, dgamma, dbeta] = group_norm_backward(dout, cache);
  const auto [same_dx, same_dgamma, same_dbeta] = spatial_batchnorm_backward(dout, same_cache);
  expect_within(dx, same_dx, 1e-13);
  expect_within(dgamma, same_dgamma, 1e-13);
  expect_within(dbeta, same_dbeta, 1e-13);
}

TEST(SpatialBatchnorm, HasNoGradientWhereASingleNumberIsNormalised) {
  NumpyRandom random(5);
  for (const std::size_t numbers : {1, 2}) {
    BatchnormParam param;
    const auto [out, cache] =
        spatial_batchnorm_forward(random.randn(numbers, 4, 1, 1), random.randn(4), random.randn(4), param);
    const double largest = max(abs(spatial_batchnorm_backward(random.randn(numbers, 4, 1, 1), cache).dx));
    EXPECT_LE(largest, numbers == 1 ? 0.0 : 0.01) << numbers;
  }
}

}  // namespace
}  // namespace backprop
