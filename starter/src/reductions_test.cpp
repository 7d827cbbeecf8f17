#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include <cmath>
#include <limits>

#include "testing/complaint.hpp"
#include "testing/values.hpp"

namespace backprop {
namespace {

TEST(Reductions, AlongAnAxisAndOverAll) {
  EXPECT_EQ(sum(kX, 0), (Vector{5, 3, -3}));
  EXPECT_EQ(sum(kX, 1), (Vector{2, 3}));
  EXPECT_EQ(sum(kX), 5);
  EXPECT_EQ(mean(kX, 0), (Vector{2.5, 1.5, -1.5}));
  EXPECT_EQ(mean(kX), 5.0 / 6.0);
  EXPECT_EQ(max(kX, 1), (Vector{3, 5}));
  EXPECT_EQ(max(kX), 5);
  EXPECT_EQ(min(kX, 0), (Vector{1, -2, -6}));
  EXPECT_EQ(max(Tensor3({2, 1, 2}, -3.0)), -3);
  EXPECT_EQ(sum(Vector{1, 2}, 0), 3);
  EXPECT_EQ(sum(kX, {0}), sum(kX, 0));
  EXPECT_EQ(sum(kX, {0, 1}), 5);
  EXPECT_EQ(mean(Tensor3({2, 1, 2}, -3.0), {0, 1, 2}), -3);
}

TEST(Reductions, TakeExpressionsAndRvalues) {
  Matrix x = kX;  // not const: xtensor's own functions would be the better match, were these not objects
  EXPECT_EQ(sum(x, 0), (Vector{5, 3, -3}));
  EXPECT_EQ(sum(2.0 * x, 1), (Vector{4, 6}));
  EXPECT_EQ(mean(Matrix(x)), 5.0 / 6.0);
  EXPECT_EQ(sum(xt::cast<double>(x > 0.0)), 4);
  EXPECT_EQ(sum(x > 0.0, 0), (Vector{2, 1, 1}));
  EXPECT_EQ(sum(transpose(x), 0), sum(x, 1));
  EXPECT_EQ(sum(xt::view(x, xt::all(), 1)), 3);
}

// Each set of axes of a Tensor4, against the definition.
TEST(Reductions, OverSeveralAxes) {
  Tensor4 x({2, 3, 4, 5});
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = std::sin(static_cast<double>(i));
  const auto expected = [&](std::size_t c) {
    double total = 0.0;
    for (std::size_t n = 0; n < 2; ++n) {
      for (std::size_t h = 0; h < 4; ++h) {
        for (std::size_t w = 0; w < 5; ++w) total += x(n, c, h, w);
      }
    }
    return total;
  };
  const Vector sums = sum(x, {0, 2, 3});
  ASSERT_EQ(sums.size(), 3u);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(sums(c), expected(c), 1e-14);
  EXPECT_EQ(sum(x, {3, 0, 2}), sums);
  const Vector means = mean(x, {0, 2, 3});
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(means(c), sums(c) / 40.0, 1e-16);
  const Tensor3 over_rows = max(x, 2);
  EXPECT_EQ(over_rows.shape(), zeros(2, 3, 5).shape());
  EXPECT_EQ(over_rows(1, 2, 4), std::max({x(1, 2, 0, 4), x(1, 2, 1, 4), x(1, 2, 2, 4), x(1, 2, 3, 4)}));
  const Matrix pairs = sum(x, {1, 2});
  double total = 0.0;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t h = 0; h < 4; ++h) total += x(1, c, h, 3);
  }
  EXPECT_NEAR(pairs(1, 3), total, 1e-14);
}

// Rows are summed in groups: each number of rows up to two groups and a rest.
TEST(Reductions, OfAnyNumberOfRows) {
  for (std::size_t rows = 1; rows <= 11; ++rows) {
    Matrix x = zeros(rows, 3);
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = static_cast<double>(i * i);
    Vector expected = zeros(3);
    for (std::size_t n = 0; n < rows; ++n) {
      for (std::size_t d = 0; d < 3; ++d) expected(d) += x(n, d);
    }
    EXPECT_EQ(sum(x, 0), expected) << rows;
  }
}

TEST(Reductions, RefuseAxesThatAreNotThereAndNothing) {
  EXPECT_EQ(complaint([] { sum(kX, 2); }), "sum: a Matrix has axes 0 and 1, not 2");
  EXPECT_EQ(complaint([] { sum(zeros(1, 1, 1), {0, 3}); }), "sum: a Tensor3 has axes 0, 1 and 2, not 3");
  EXPECT_EQ(complaint([] { sum(zeros(1, 1, 1), {1, 1}); }), "sum: axis 1 is named twice");
  EXPECT_EQ(complaint([] { sum(kX, -1); }), "sum: a Matrix has axes 0 and 1, not -1");
  EXPECT_EQ(complaint([] { sum(Vector{1}, 1); }), "sum: a Vector has axis 0, not 1");
  EXPECT_EQ(complaint([] { mean(zeros(0, 3), 0); }), "mean: an empty axis has no mean");
  EXPECT_EQ(complaint([] { max(zeros(2, 0)); }), "max: an empty tensor has no maximum");
  EXPECT_EQ(complaint([] { min(zeros(2, 0), 1); }), "min: an empty axis has no minimum");
  EXPECT_EQ(sum(zeros(0, 3), 0), zeros(3));
  EXPECT_EQ(sum(zeros(3, 0), 1), zeros(3));
  EXPECT_EQ(sum(zeros(0, 3)), 0);
}

template <class Call>
concept Compiles = requires(Call call) {
  call(kX);
};

TEST(Reductions, AnAxisIsAWholeNumber) {
  const auto with_whole = [](const auto& x) -> decltype(max(x, 0)) { return max(x, 0); };
  const auto with_real = [](const auto& x) -> decltype(max(x, 0.0)) { return max(x, 0.0); };
  static_assert(Compiles<decltype(with_whole)>);
  static_assert(!Compiles<decltype(with_real)>);
  EXPECT_EQ(max(0.0, -1.0), 0.0);
  EXPECT_EQ(min(2, 3), 2.0);
}

TEST(Reductions, NanIsNotLost) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(max(Vector{1, nan, 2})));
  EXPECT_TRUE(std::isnan(min(Matrix{{1, nan}, {2, 3}}, 0)(1)));
  EXPECT_TRUE(std::isnan(max(nan, 1.0)));
}

TEST(Argmax, IsTheFirstOfSeveral) {
  EXPECT_EQ(argmax(Vector{1, 3, 3}), 1u);
  EXPECT_EQ(argmax(kX, 1), (Labels{2, 1}));
  EXPECT_EQ(argmax(kX, 0), (Labels{1, 1, 0}));
  EXPECT_EQ(complaint([] { argmax(zeros(2, 0), 1); }), "argmax: an empty axis has no maximum");
  EXPECT_EQ(complaint([] { argmax(kX, 2); }), "argmax: a Matrix has axes 0 and 1, not 2");
}

TEST(Cumsum, RunsAlongAnAxis) {
  EXPECT_EQ(cumsum(Vector{1, 2, 3}), (Vector{1, 3, 6}));
  EXPECT_EQ(cumsum(kX, 0), (Matrix{{1, -2, 3}, {5, 3, -3}}));
  EXPECT_EQ(cumsum(kX, 1), (Matrix{{1, -1, 2}, {4, 9, 3}}));
  EXPECT_EQ(cumsum(zeros(0, 2), 0).size(), 0u);
}

TEST(Reshape, KeepsTheOrder) {
  const std::size_t rows = 3;
  EXPECT_EQ(reshape(kX, {rows, 2}), (Matrix{{1, -2}, {3, 4}, {5, -6}}));
  EXPECT_EQ(reshape(kX, {6}), (Vector{1, -2, 3, 4, 5, -6}));
  EXPECT_EQ(reshape(reshape(kX, {1, 2, 3}), {2, 3}), kX);
  EXPECT_EQ(complaint([] { reshape(kX, {4, 2}); }), "reshape: (2, 3) has 6 elements, (4, 2) has 8");
}

}  // namespace
}  // namespace backprop
