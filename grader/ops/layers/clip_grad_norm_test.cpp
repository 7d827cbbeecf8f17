// Clipping by the global norm keeps its promises at every scale.
#include <backprop/clip_grad_norm.hpp>

#include <gtest/gtest.h>
#include <backprop/rng.hpp>

#include <cmath>
#include <limits>

namespace grader {
namespace {

using backprop::clip_grad_norm;
using backprop::ClippedGradients;
using backprop::Matrix;
using backprop::Rng;

double norm_of(const std::vector<Matrix>& gradients) {
  double norm = 0.0;
  for (const Matrix& gradient : gradients) {
    for (const double value : gradient) norm = std::hypot(norm, value);
  }
  return norm;
}

std::vector<Matrix> random_gradients(Rng& rng, double scale) {
  return {scale * rng.normal(3, 4), scale * rng.normal(4, 6), scale * rng.normal(1, 6)};
}

// A 3-4-5 triangle over two tensors.
TEST(ClipGradNorm, WorkedOutByHand) {
  const ClippedGradients clipped = clip_grad_norm({Matrix{{3.0, 0.0}}, Matrix{{0.0}, {-4.0}}}, 1.0);
  EXPECT_EQ(clipped.norm, 5.0);
  ASSERT_EQ(clipped.gradients.size(), 2u);
  EXPECT_NEAR(clipped.gradients[0](0, 0), 0.6, 1e-16);
  EXPECT_NEAR(clipped.gradients[1](1, 0), -0.8, 2e-16);
  EXPECT_EQ(clipped.gradients[0](0, 1), 0.0);
}

TEST(ClipGradNorm, HasTheMaximalNormAndTheOriginalDirectionAtEveryScale) {
  Rng rng(5);
  for (const double scale : {1e-300, 1e-160, 1e-3, 1.0, 1e3, 1e160, 1e300}) {
    for (const double max_norm : {1e-5, 1.0, 1e5}) {
      const std::vector<Matrix> gradients = random_gradients(rng, scale);
      const double norm = norm_of(gradients);
      const ClippedGradients clipped = clip_grad_norm(gradients, max_norm);
      EXPECT_NEAR(clipped.norm / norm, 1.0, 1e-14) << scale;
      const bool longer = norm > max_norm;
      EXPECT_NEAR(norm_of(clipped.gradients) / (longer ? max_norm : norm), 1.0, 1e-14) << scale;
      for (std::size_t k = 0; k < gradients.size(); ++k) {
        for (std::size_t i = 0; i < gradients[k].size(); ++i) {
          const double expected = longer ? gradients[k].flat(i) / norm * max_norm : gradients[k].flat(i);
          EXPECT_NEAR(clipped.gradients[k].flat(i), expected, longer ? 1e-14 * max_norm : 0.0) << scale;
        }
      }
    }
  }
}

TEST(ClipGradNorm, LeavesWhatIsNotLongerAsItIs) {
  Rng rng(6);
  const std::vector<Matrix> gradients = random_gradients(rng, 1.0);
  EXPECT_EQ(clip_grad_norm(gradients, 1e3).gradients, gradients);
  const double norm = clip_grad_norm(gradients, 1e3).norm;
  EXPECT_EQ(clip_grad_norm(gradients, norm).gradients, gradients) << "as long as it may be";
  const std::vector<Matrix> zeros = {backprop::zeros(2, 3), backprop::zeros(1, 3)};
  EXPECT_EQ(clip_grad_norm(zeros, 1.0).gradients, zeros);
  EXPECT_EQ(clip_grad_norm(zeros, 1.0).norm, 0.0);
}

TEST(ClipGradNorm, ClippingTwiceIsClippingOnce) {
  Rng rng(7);
  const auto once = clip_grad_norm(random_gradients(rng, 10.0), 2.0).gradients;
  const auto twice = clip_grad_norm(once, 2.0).gradients;
  for (std::size_t k = 0; k < once.size(); ++k) {
    for (std::size_t i = 0; i < once[k].size(); ++i) EXPECT_NEAR(twice[k].flat(i), once[k].flat(i), 1e-14);
  }
}

TEST(ClipGradNorm, ShowsANaNAndAnInfinityInsteadOfHidingThem) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, infinity, -infinity}) {
    for (const std::size_t place : {0u, 1u}) {
      Matrix gradient = {{1e5, 2e5}};
      gradient(0, place) = bad;
      const ClippedGradients clipped = clip_grad_norm({gradient, Matrix{{3e5}}}, 1.0);
      EXPECT_FALSE(std::isfinite(clipped.norm)) << bad;
      EXPECT_EQ(clipped.gradients[0](0, 1 - place), gradient(0, 1 - place));
      EXPECT_EQ(std::isnan(clipped.gradients[0](0, place)), std::isnan(bad));
      EXPECT_EQ(clipped.gradients[1](0, 0), 3e5);
    }
  }
}

TEST(ClipGradNorm, RefusesANormThatIsNotPositive) {
  for (const double bad : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(clip_grad_norm({Matrix{{1.0}}}, bad), std::invalid_argument) << bad;
  }
}

}  // namespace
}  // namespace grader
