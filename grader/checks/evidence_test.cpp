#include "grader/checks/evidence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace grader {
namespace {

Evidence evidence_of(const Tensor& right, const Tensor& actual) {
  const Expected expected{right, right, Tensor::filled(right.shape, 1.0)};
  return make_evidence("reference", "dw", CaseTranscript(), expected, actual, nullptr);
}

TEST(Evidence, ShowsASmallTensorAndNoPictureOfIt) {
  const Evidence evidence = evidence_of(Tensor::filled({8, 8}, 1.0), Tensor::filled({8, 8}, 2.0));
  EXPECT_EQ(evidence.actual_values.size(), 64u);
  EXPECT_TRUE(evidence.differences.cells.empty());
}

TEST(Evidence, OfALargeTensorKeepsHowFarEachElementIsOff) {
  const Tensor right = Tensor::filled({5, 13}, 1.0);
  Tensor actual = right;
  actual.values[14] = 0.25;
  const Evidence evidence = evidence_of(right, actual);
  EXPECT_TRUE(evidence.actual_values.empty());
  ASSERT_EQ(evidence.differences.columns, 13u);
  ASSERT_EQ(evidence.differences.rows(), 5u);
  for (std::size_t i = 0; i < 65; ++i) EXPECT_EQ(evidence.differences.cells[i], i == 14 ? -0.75 : 0.0) << i;
}

// Of each block the worst element counts, and nothing is worse than what is not a number.
TEST(Evidence, OfAVeryLargeTensorKeepsTheWorstOfEachBlock) {
  const Tensor right = Tensor::filled({2, 50, 64}, 0.0);
  Tensor actual = right;
  actual.values[0] = 0.5;
  actual.values[1] = -3.0;
  actual.values[2] = std::numeric_limits<double>::infinity();
  actual.values[3] = 1.0;
  actual.values.back() = std::nan("");
  actual.values[actual.values.size() - 2] = 9.0;
  const HeatMap map = evidence_of(right, actual).differences;
  ASSERT_EQ(map.columns, kMostHeatCells);
  ASSERT_EQ(map.rows(), kMostHeatCells);
  EXPECT_EQ(map.cells[0], -3.0);
  EXPECT_EQ(map.cells[1], std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(map.cells.back()));
  for (std::size_t i = 2; i + 1 < map.cells.size(); ++i) EXPECT_EQ(map.cells[i], 0.0) << i;
}

// A number has no rows and columns.
TEST(Evidence, HasNoPictureOfANumber) {
  EXPECT_TRUE(evidence_of(Tensor::scalar(1.0), Tensor::scalar(2.0)).differences.cells.empty());
}

// What is expected is what is right, and not the answer that is tolerated.
TEST(Evidence, ExpectsWhatIsRightOfATolerableAnswerToo) {
  const Evidence evidence = evidence_of({{2}, {0.0, 1.0}}, {{2}, {-6e-15, 3.0}});
  EXPECT_EQ(evidence.expected_values, (std::vector<double>{0.0, 1.0}));
  EXPECT_EQ(evidence.actual_values, (std::vector<double>{-6e-15, 3.0}));
  EXPECT_EQ(evidence.wrong_elements, (std::vector<std::size_t>{1}));
}

TEST(Evidence, HasNoRatioOfZero) {
  EXPECT_EQ(evidence_of(Tensor::scalar(1.0), Tensor::scalar(0.0)).ratio, std::nullopt);
  EXPECT_EQ(evidence_of(Tensor::scalar(1.0), Tensor::scalar(2.0)).ratio, 2.0);
}

}  // namespace
}  // namespace grader
