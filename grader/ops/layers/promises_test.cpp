// Promises of layers that no known answer can hold.
#include <gtest/gtest.h>
#include <backprop/cross_entropy_smoothed.hpp>
#include <backprop/dropout_redraw.hpp>
#include <backprop/gelu.hpp>
#include <backprop/masked_softmax.hpp>
#include <backprop/mean_loss_accumulation.hpp>
#include <backprop/rmsnorm.hpp>
#include <backprop/rope.hpp>
#include <cmath>
#include <limits>

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

TEST(Gelu, TheFormsDifferByNoMoreThanTheHeaderSays) {
  Tensor3 x = zeros(1, 1, 2001);
  for (std::size_t i = 0; i < x.size(); ++i) x.flat(i) = 0.01 * static_cast<double>(i) - 10.0;
  const auto [exact, exact_cache] = gelu_forward(x, true);
  const auto [by_tanh, tanh_cache] = gelu_forward(x, false);
  const double apart = max(abs(exact - by_tanh));
  const Tensor3 dout = ones_like(x);
  const double slopes_apart = max(abs(gelu_backward(dout, exact_cache) - gelu_backward(dout, tanh_cache)));
  EXPECT_NEAR(apart, 5e-4, 1e-4);
  EXPECT_NEAR(slopes_apart, 9e-4, 1e-4);
}

// Whatever a hidden score is: even an infinity or a NaN.
TEST(MaskedSoftmax, HiddenScoresHaveNoSay) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Tensor3 mask = {{{1, 0, 1}, {0, 0, 0}}};
  const Tensor3 expected = {{{0.5, 0, 0.5}, {0, 0, 0}}};
  for (const double hidden : {1e6, infinity, -infinity, std::nan("")}) {
    const Tensor3 x = {{{7, hidden, 7}, {hidden, 1, hidden}}};
    EXPECT_EQ(masked_softmax_forward(x, mask).out, expected) << hidden;
  }
}

TEST(Rmsnorm, ItsGradientIsOrthogonalToTheRow) {
  Rng rng(3);
  const Tensor3 x = reshape(rng.normal(6, 8), {2, 3, 8});
  const Vector gamma = {1, -2, 0.5, 3, 1, 1, -1, 2};
  const auto [out, cache] = rmsnorm_forward(x, gamma, 1e-12);
  const Tensor3 dx = rmsnorm_backward(reshape(rng.normal(6, 8), {2, 3, 8}), cache).dx;
  EXPECT_LT(max(abs(sum(dx * x, 2))), 1e-10);
}

// Length of each turned vector, and the product of a query with a key that is three steps before it.
TEST(Rope, KeepsLengthsAndDependsOnDistancesAlone) {
  Rng rng(5);
  const Matrix rows = rng.normal(2, 6);
  Tensor4 x = zeros(1, 2, 9, 6);  // the same query at each position in head 0, the same key in head 1
  for (std::size_t t = 0; t < 9; ++t) {
    for (std::size_t k = 0; k < 6; ++k) {
      x(0, 0, t, k) = rows(0, k);
      x(0, 1, t, k) = rows(1, k);
    }
  }
  const auto [out, cache] = rope_forward(x, 100, 50.0);
  const auto product = [&](std::size_t head, std::size_t t, std::size_t other, std::size_t s) {
    double result = 0.0;
    for (std::size_t k = 0; k < 6; ++k) result += out(0, head, t, k) * out(0, other, s, k);
    return result;
  };
  for (std::size_t t = 3; t < 9; ++t) {
    EXPECT_NEAR(product(0, t, 0, t), sum(square(row_at(rows, 0))), 1e-13);
    EXPECT_NEAR(product(0, t, 1, t - 3), product(0, 3, 1, 0), 1e-13);
  }
  EXPECT_THROW(rope_forward(zeros(1, 1, 2, 5)), ShapeError);
  EXPECT_LT(max(abs(rope_backward(out, cache) - x)), 1e-14) << "back is back";
}

TEST(CrossEntropySmoothed, RefusesWordsThatThereAreNot) {
  const Tensor3 x = zeros(1, 2, 3);
  EXPECT_NO_THROW(cross_entropy_smoothed_forward(x, {{2, -100}}, 0.1, -100));
  EXPECT_THROW(cross_entropy_smoothed_forward(x, {{2, -100}}, 0.1, -1), std::out_of_range);
  EXPECT_THROW(cross_entropy_smoothed_forward(x, {{2, 3}}, 0.1, -100), std::out_of_range);
}

}  // namespace
}  // namespace backprop
