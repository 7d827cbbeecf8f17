#include <gtest/gtest.h>

#include <backprop/mean_loss_accumulation.hpp>

namespace backprop {
namespace {

TEST(MeanLossAccumulation, RefusesCountsThatDoNotFit) {
  const Matrix x = {{1}, {1}, {1}};
  for (const Labels& counts : {Labels{1, 1}, Labels{2, 2}, Labels{0, 3}, Labels{4, -1}}) {
    EXPECT_THROW(mean_loss_accumulation_forward(x, {1, 2, 3}, {0}, counts), ShapeError);
  }
}

}  // namespace
}  // namespace backprop
