#include "grader/checks/comparison.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace grader {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Expected around(std::vector<double> values, double scale) {
  const Tensor tensor{{values.size()}, values};
  return {tensor, tensor, Tensor::filled({values.size()}, scale)};
}

TEST(Compare, TakesWhatIsWithinTheScaleOfTheSummedTerms) {
  EXPECT_TRUE(compare({{1}, {1e-10}}, around({0.0}, 1.0)).right());    // terms of 1 that cancelled: rounding
  EXPECT_FALSE(compare({{1}, {1e-10}}, around({0.0}, 0.01)).right());  // small terms: an error
}

TEST(Compare, RefusesNaNAndInfinity) {
  for (const double bad :
       {kNaN, std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    const Comparison comparison = compare({{2}, {1.0, bad}}, around({1.0, 1.0}, 1.0));
    EXPECT_EQ(comparison.wrong, 1u);
    EXPECT_EQ(comparison.worst.offset, 1u);
  }
}

TEST(Compare, WantsTheSameInfinityOrNaNWhereOneIsExpected) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double expected : {kNaN, infinity, -infinity}) {
    for (const double actual : {kNaN, infinity, -infinity, 0.0, 1e308}) {
      const bool same = actual == expected || (std::isnan(actual) && std::isnan(expected));
      EXPECT_EQ(compare({{1}, {actual}}, around({expected}, infinity)).right(), same)
          << actual << " for " << expected;
    }
  }
}

TEST(Compare, FindsTheWorstElementRelativeToItsTolerance) {
  Expected expected = around({1000.0, 1.0, 1.0}, 1.0);
  expected.scale.values = {1000.0, 1.0, 1.0};
  const Comparison comparison = compare({{3}, {1000.0 + 1e-5, 1.0, 1.0 + 1e-6}}, expected);
  EXPECT_EQ(comparison.wrong, 2u);
  EXPECT_EQ(comparison.worst.offset, 2u);
}

TEST(Compare, TakesAnythingInsideAnInterval) {
  const Expected expected = {Tensor{{1}, {-1.0}}, Tensor{{1}, {2.0}}, Tensor{{1}, {1.0}}};
  EXPECT_TRUE(compare({{1}, {-1.0}}, expected).right());
  EXPECT_TRUE(compare({{1}, {0.3}}, expected).right());
  EXPECT_TRUE(compare({{1}, {2.0}}, expected).right());
  EXPECT_FALSE(compare({{1}, {2.001}}, expected).right());
  EXPECT_FALSE(compare({{1}, {kNaN}}, expected).right());
}

}  // namespace
}  // namespace grader
