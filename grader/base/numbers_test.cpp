#include "grader/base/numbers.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace grader {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Numbers, AreReadOnlyWhereTheWholeTextIsOne) {
  EXPECT_EQ(parse_number("-0.5"), -0.5);
  EXPECT_EQ(parse_number("1e-3"), 1e-3);
  EXPECT_EQ(parse_number("7"), 7.0);
  for (const char* text : {"", "+1", " 1", "1 ", "0x10", "inf", "nan", "1e999", "1,5", "-", "e", "1.5.2"})
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
}

TEST(Numbers, PointsHaveNoTrailingNoise) {
  EXPECT_EQ(format_points(12), "12");
  EXPECT_EQ(format_points(7.5), "7.5");
  EXPECT_EQ(format_points(0.1 + 0.2), "0.3");
  EXPECT_EQ(format_points(-0.0), "0");
  EXPECT_EQ(format_points(100), "100");
  EXPECT_EQ(format_points(1e6), "1000000");
}

TEST(Numbers, NonFiniteNumbersHaveNames) {
  EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN(), 4), "NaN");
  EXPECT_EQ(format_number(-std::numeric_limits<double>::quiet_NaN(), 4), "NaN");
  EXPECT_EQ(format_number(kInfinity, 4), "Infinity");
  EXPECT_EQ(format_number(-kInfinity, 4), "-Infinity");
  EXPECT_EQ(format_number(0.123456, 4), "0.1235");
}

TEST(Numbers, TwoNumbersThatDifferLookDifferent) {
  using Texts = std::pair<std::string, std::string>;
  EXPECT_EQ(format_apart(1.5, -1.5), Texts("1.5", "-1.5"));
  EXPECT_EQ(format_apart(0.123456789, 0.123456799), Texts("0.12345679", "0.1234568"));
  const auto [a, b] = format_apart(1.0, 1.0 + std::numeric_limits<double>::epsilon());
  EXPECT_NE(a, b);
  EXPECT_EQ(format_apart(2.0, 2.0), Texts("2", "2"));
}

}  // namespace
}  // namespace grader
