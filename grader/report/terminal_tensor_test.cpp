#include "grader/report/terminal_tensor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace grader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kAmple = 200;

Evidence evidence(std::vector<std::size_t> shape, std::vector<double> expected, std::vector<double> actual) {
  Evidence result;
  result.shape = std::move(shape);
  result.expected_values = std::move(expected);
  result.actual_values = std::move(actual);
  return result;
}

TEST(TensorLines, AVectorIsARow) {
  EXPECT_THAT(tensor_lines(evidence({3}, {1, 2, 3}, {1, -2, 3}), kAmple),
              ElementsAre("expected     yours (* = wrong)",  //
                          "  1  2  3       1  -2*  3"));
}

TEST(TensorLines, AScalarIsOneCell) {
  EXPECT_THAT(tensor_lines(evidence({}, {0.5}, {std::nan("")}), kAmple),
              ElementsAre("expected    yours (* = wrong)",  //
                          "  0.5         NaN*"));
}

TEST(TensorLines, ARightElementIsExpectedAsItIs) {
  Evidence within = evidence({2}, {1.25, 2}, {1.25, 3});
  within.worst = WorstElement{{1}, 2, 3, 1, 0.5, 0.5};
  EXPECT_THAT(tensor_lines(within, kAmple), ElementsAre("expected        yours (* = wrong)",  //
                                                        "  1.25     2      1.25     3*"));
}

TEST(TensorLines, OfMoreThanTwoAxesTheMatrixWithTheWorstElement) {
  Evidence sequence = evidence({2, 1, 2}, {1, 2, 3, 4}, {1, 2, 3, 5});
  sequence.worst = WorstElement{{1, 0, 1}, 4, 5, 1, 0.25, 1e-9};
  EXPECT_THAT(tensor_lines(sequence, kAmple), ElementsAre("expected [1, :, :]    yours (* = wrong)",  //
                                                          "  3  4                  3  5*"));
}

TEST(TensorLines, AreStackedWhereTheyDoNotFit) {
  EXPECT_THAT(tensor_lines(evidence({2}, {1, 2}, {1, 3}), 20),
              ElementsAre("expected", "  1  2", "yours (* = wrong)", "  1  3*"));
}

TEST(TensorLines, AreAbsentForLargeOrEmptyTensors) {
  const std::vector<double> seven(7, 1.0);
  EXPECT_THAT(tensor_lines(evidence({7}, seven, seven), kAmple), IsEmpty());
  EXPECT_THAT(tensor_lines(evidence({7, 1}, seven, seven), kAmple), IsEmpty());
  EXPECT_THAT(tensor_lines(evidence({0, 3}, {}, {}), kAmple), IsEmpty());
  EXPECT_THAT(tensor_lines(evidence({2, 2}, {}, {}), kAmple), IsEmpty());
}

// Within the tolerance a value differs and is right.
TEST(TerminalTensor, MarksOnlyWhatTheEvidenceCallsWrong) {
  Evidence evidence;
  evidence.shape = {2};
  evidence.expected_values = {0.0, 1.0};
  evidence.actual_values = {1e-15, 2.0};
  EXPECT_EQ(marked_elements(evidence), (std::vector<bool>{true, true}));
  evidence.wrong_elements = {1};
  EXPECT_EQ(marked_elements(evidence), (std::vector<bool>{false, true}));
}

}  // namespace
}  // namespace grader
