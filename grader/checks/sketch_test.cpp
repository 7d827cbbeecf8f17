#include "grader/checks/sketch.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "grader/ops/probe.hpp"

namespace grader {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Tensor normal(double scale) {
  backprop::Rng rng(3);
  return random_normal(rng, {4, 5}, scale);
}

bool same(const Tensor& a, const Tensor& b) { return same_sketch(sketch_of(a), sketch_of(b)); }

Tensor changed(Tensor tensor, std::size_t i, double value) {
  tensor.values.at(i) = value;
  return tensor;
}

TEST(Sketch, IsTheSameForEqualTensorsUpToTheTolerance) {
  for (const double scale : {1e-9, 1.0, 1e300}) {
    const Tensor tensor = normal(scale);
    EXPECT_TRUE(same(tensor, tensor));
    Tensor rounded = tensor;
    for (double& value : rounded.values) value *= 1.0 + 1e-10;
    EXPECT_TRUE(same(tensor, rounded)) << scale;
  }
  EXPECT_TRUE(same(Tensor::filled({2}, 0.0), Tensor::filled({2}, 1e-13)));
}

TEST(Sketch, DiffersWhereAnElementDoes) {
  const Tensor tensor = normal(1.0);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    EXPECT_FALSE(same(tensor, changed(tensor, i, tensor.values[i] + 1e-5))) << i;
    EXPECT_FALSE(same(tensor, changed(tensor, i, -tensor.values[i]))) << i;
  }
  Tensor swapped = tensor;
  std::swap(swapped.values[0], swapped.values[7]);
  EXPECT_FALSE(same(tensor, swapped));
  EXPECT_FALSE(same(normal(1e-6), normal(2e-6)));
}

TEST(Sketch, KnowsShapesAndElementsThatAreNotFinite) {
  Tensor reshaped = normal(1.0);
  reshaped.shape = {5, 4};
  EXPECT_FALSE(same(normal(1.0), reshaped));
  const Tensor nan = changed(normal(1.0), 3, std::nan(""));
  EXPECT_TRUE(same(nan, nan));
  EXPECT_FALSE(same(nan, normal(1.0)));
  EXPECT_FALSE(same(nan, changed(normal(1.0), 4, std::nan(""))));
  EXPECT_FALSE(same(nan, changed(normal(1.0), 3, kInfinity)));
  EXPECT_FALSE(same(changed(normal(1.0), 3, -kInfinity), changed(normal(1.0), 3, kInfinity)));
}

}  // namespace
}  // namespace grader
