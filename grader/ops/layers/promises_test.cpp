// Promises of layers that no known answer can hold.
#include <gtest/gtest.h>
#include <backprop/dropout_redraw.hpp>
#include <backprop/mean_loss_accumulation.hpp>

namespace backprop {
namespace {

// On ones, forward and backward both give mask / keep. Whatever the mask, they must be equal, also when
// backward runs twice.
TEST(DropoutRedraw, RedrawsTheSameMask) {
  Rng rng(7);
  const Matrix ones = zeros(20, 30) + 1.0;
  const auto [out, cache] = dropout_redraw_forward(ones, 0.25, rng);
  rng.uniform(3, 3);  // other code draws from the same generator meanwhile
  EXPECT_EQ(dropout_redraw_backward(ones, cache), out);
  EXPECT_EQ(dropout_redraw_backward(ones, cache), out);
  EXPECT_NE(dropout_redraw_forward(ones, 0.25, rng).out, out) << "the generator must have moved on";
  EXPECT_EQ(max(out), 4.0);
}

TEST(MeanLossAccumulation, RefusesCountsThatDoNotFit) {
  const Matrix x = {{1}, {1}, {1}};
  for (const Labels& counts : {Labels{1, 1}, Labels{2, 2}, Labels{0, 3}, Labels{4, -1}}) {
    EXPECT_THROW(mean_loss_accumulation_forward(x, {1, 2, 3}, {0}, counts), ShapeError);
  }
}

}  // namespace
}  // namespace backprop
