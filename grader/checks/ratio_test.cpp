#include "grader/checks/ratio.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace grader {
namespace {

Expected exactly(std::vector<double> values) {
  const Tensor tensor{{values.size()}, std::move(values)};
  return expect_value(tensor);
}

TEST(ConstantRatio, IsFoundWhereEveryElementHasIt) {
  EXPECT_NEAR(constant_ratio({{3}, {2, -4, 0}}, exactly({1, -2, 0})).value(), 2.0, 1e-12);
  EXPECT_NEAR(constant_ratio({{2}, {-1, -2}}, exactly({1, 2})).value(), -1.0, 1e-12);
}

TEST(ConstantRatio, IsEmptyWhereThereIsNone) {
  EXPECT_FALSE(constant_ratio({{2}, {2, 3}}, exactly({1, 1})));
  EXPECT_FALSE(constant_ratio({{2}, {2, 1}}, exactly({1, 0})));  // something where nothing should be
  EXPECT_FALSE(constant_ratio({{2}, {1, 2}}, exactly({1, 2})));  // right
  EXPECT_FALSE(constant_ratio({{1}, {0}}, exactly({0})));
}

TEST(NameOfRatio, NamesASizeThatExplainsAllProbes) {
  const std::vector<RatioSample> samples = {{4.0, {{"N", 4}, {"D", 5}}}, {3.0, {{"N", 3}, {"D", 7}}}};
  EXPECT_EQ(name_of_ratio(samples), "N");
  EXPECT_EQ(name_of_ratio({{0.25, {{"N", 4}}}, {1.0 / 3.0, {{"N", 3}}}}), "1/N");
  EXPECT_EQ(name_of_ratio({{20.0, {{"N", 4}, {"D", 5}}}, {21.0, {{"N", 3}, {"D", 7}}}}), "D N");
}

TEST(NameOfRatio, NamesNoSizeThatOnlyASquareCaseShows) {
  EXPECT_EQ(name_of_ratio({{6.0, {{"N", 6}, {"D", 6}}}}), std::nullopt);
  EXPECT_EQ(name_of_ratio({{6.0, {{"N", 6}, {"D", 6}}}, {7.0, {{"N", 3}, {"D", 7}}}}), "D");
}

TEST(NameOfRatio, NamesCombinationsAndAttributes) {
  EXPECT_EQ(name_of_ratio({{-0.5, {{"N", 4}}}, {-0.5, {{"N", 3}}}}), "-1/2");
  EXPECT_EQ(name_of_ratio({{4.0 / 3.0, {{"N", 4}}}, {1.5, {{"N", 3}}}}), "N/(N - 1)");
  EXPECT_EQ(name_of_ratio({{0.1, {{"beta", 0.9}}}, {0.2, {{"beta", 0.8}}}}), "(1 - beta)");
  EXPECT_EQ(name_of_ratio({{0.8, {{"D", 5}, {"N", 4}}}, {3.5, {{"D", 2}, {"N", 7}}}}), "N/D");
}

TEST(NameOfRatio, NamesTheRootOfAQuotient) {
  EXPECT_EQ(name_of_ratio(
                {{std::sqrt(5.0 / 4.0), {{"D", 5}, {"T", 4}}}, {std::sqrt(7.0 / 2.0), {{"D", 7}, {"T", 2}}}}),
            "sqrt(D/T)");
  EXPECT_EQ(name_of_ratio({{0.2 / 0.9, {{"a", 0.8}, {"b", 0.1}}}, {0.4 / 0.7, {{"a", 0.6}, {"b", 0.3}}}}),
            "(1 - a)/(1 - b)");
  EXPECT_EQ(name_of_ratio({{4.0, {{"a", 0.8}}}, {1.5, {{"a", 0.6}}}}), "a/(1 - a)");
}

TEST(NameOfRatio, TakesNoFactorThatIsInfinite) {
  EXPECT_EQ(name_of_ratio({{0.5, {{"p", 0.5}, {"train", 1}}}, {0.25, {{"p", 0.25}, {"train", 1}}}}), "p");
}

TEST(NameOfRatio, TakesNoSymbolThatNeverVaries) {
  EXPECT_FALSE(name_of_ratio({{0.01, {{"rate", 0.01}}}, {0.01, {{"rate", 0.01}}}}));
}

TEST(NameOfRatio, IsNotFooledByACoincidence) {
  EXPECT_EQ(name_of_ratio({{2.0, {{"N", 2}}}, {2.0, {{"N", 5}}}}), "2");
  EXPECT_FALSE(name_of_ratio({{3.3, {{"N", 4}}}}));
  EXPECT_FALSE(name_of_ratio({}));
}

TEST(NameOfRatio, IsARootOfTheOtherDivisor) {
  EXPECT_EQ(name_of_ratio({{std::sqrt(2.0 / 3.0), {{"M", 3}}}, {std::sqrt(3.0 / 4.0), {{"M", 4}}}}),
            "sqrt((M - 1)/M)");
  EXPECT_EQ(name_of_ratio({{std::sqrt(3.0 / 2.0), {{"M", 3}}}, {std::sqrt(4.0 / 3.0), {{"M", 4}}}}),
            "sqrt(M/(M - 1))");
}

}  // namespace
}  // namespace grader
