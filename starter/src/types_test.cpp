#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include "testing/complaint.hpp"

namespace backprop {
namespace {

TEST(RequireShape, SaysFunctionTensorAndBothShapes) {
  const Matrix dout = zeros(3, 5);
  EXPECT_EQ(complaint([&] {
              require_shape("affine_backward", "dout", dout.shape(), {3, 4}, "(N, M)");
            }),
            "affine_backward: dout is (3, 5), expected (3, 4) = (N, M)");
  EXPECT_NO_THROW(require_shape("affine_backward", "dout", dout.shape(), {3, 5}, "(N, M)"));
}

TEST(RequireLabels, RefusesAClassThatIsNotThere) {
  EXPECT_NO_THROW(require_labels("f", Labels{0, 2}, 3));
  EXPECT_THROW(require_labels("f", Labels{0, 3}, 3), std::out_of_range);
  EXPECT_THROW(require_labels("f", Labels{-1}, 3), std::out_of_range);
}

TEST(RequireLabels, SaysWhichOfAMatrix) {
  EXPECT_NO_THROW(require_labels("f", LabelMatrix{{0, 2}, {1, 1}}, 3));
  try {
    require_labels("f", LabelMatrix{{0, 2}, {3, 1}}, 3);
    FAIL() << "accepted";
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "f: y(1, 0) is 3, expected a class in [0, 3)");
  }
}

TEST(Zeros, AndOnesOfEachRank) {
  EXPECT_EQ(zeros(2), (Vector{0, 0}));
  EXPECT_EQ(zeros(1, 2), (Matrix{{0, 0}}));
  EXPECT_EQ(zeros(1, 2, 1, 2).size(), 4u);
  EXPECT_EQ(ones(1, 2), (Matrix{{1, 1}}));
  EXPECT_EQ(ones_like(zeros(2, 1, 1)), ones(2, 1, 1));
}

TEST(Indexing, OutOfRangeIsAnExceptionAndNotDamage) {
  const Matrix x = zeros(2, 3);
  EXPECT_ANY_THROW(x(2, 0));
}

}  // namespace
}  // namespace backprop
