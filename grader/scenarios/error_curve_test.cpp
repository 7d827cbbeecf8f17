#include "grader/scenarios/error_curve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace grader {
namespace {

double line(double error, double, double) { return error; }
double clip(double error, double low, double high) { return std::clamp(error, low, high); }

std::vector<ErrorCurve> measured(double (*slope)(double, double, double), double factor = 1.0) {
  std::vector<ErrorCurve> curves;
  for (const double high : {0.5, 2.0}) {
    ErrorCurve curve{-high, high, {-3, -1.5, -0.25, 0, 0.25, 1.5, 3}, {}};
    for (const double error : curve.errors) curve.slopes.push_back(factor * slope(error, -high, high));
    curves.push_back(curve);
  }
  return curves;
}

std::string verdict(const std::vector<ErrorCurve>& curves) {
  return what_is_wrong(curves, {"", clip}, true, {{"is a line", line}}, "loss").value_or("right");
}

TEST(ErrorCurve, SaysNothingAboutTheRightOne) { EXPECT_EQ(verdict(measured(clip)), "right"); }

TEST(ErrorCurve, NamesAKnownKind) {
  EXPECT_EQ(verdict(measured(line)), "The gradient of your loss is a line.");
}

TEST(ErrorCurve, NamesAFactorOfTheRightOne) {
  EXPECT_EQ(verdict(measured(clip, 2.0)),
            "The gradient of your loss has the right shape, but it is twice what it should be.");
  EXPECT_THAT(verdict(measured(clip, -1.0)), testing::HasSubstr("wrong sign"));
  EXPECT_THAT(verdict(measured(clip, 1.0 / 7.0)), testing::HasSubstr("averaged twice"));
  EXPECT_THAT(verdict(measured(clip, 7.0)), testing::HasSubstr("not averaged"));
}

TEST(ErrorCurve, NamesAKindAndItsFactor) {
  EXPECT_EQ(verdict(measured(line, -1.0)),
            "The gradient of your loss is a line; besides, it has the wrong sign, and pushes q away from its "
            "target.");
}

TEST(ErrorCurve, ShowsAPointOfWhatItDoesNotKnow) {
  const auto root = [](double error, double, double) {
    return std::copysign(std::sqrt(std::abs(error)), error);
  };
  EXPECT_EQ(verdict(measured(root)),
            "At a TD error of -3 the slope of your loss with ends -0.5 and 0.5 is -1.73205, expected -0.5.");
}

TEST(ErrorCurve, ANaNIsWrong) {
  std::vector<ErrorCurve> curves = measured(clip);
  curves.back().slopes.back() = std::nan("");
  EXPECT_THAT(verdict(curves), testing::HasSubstr("is NaN, expected 2."));
}

TEST(ErrorCurve, TheEndsCountWhereTheRightOneHasNoKink) {
  std::vector<ErrorCurve> curves = {{-1, 1, {-1, 0, 1}, {-1, 0, 0}}};
  EXPECT_EQ(what_is_wrong(curves, {"", clip}, false, {}, "loss"), std::nullopt);
  EXPECT_NE(what_is_wrong(curves, {"", clip}, true, {}, "loss"), std::nullopt);
}

}  // namespace
}  // namespace grader
