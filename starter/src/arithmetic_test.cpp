#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

#include "testing/complaint.hpp"
#include "testing/values.hpp"

namespace backprop {
namespace {

TEST(Arithmetic, GivesTensorsAndNotExpressions) {
  Matrix x = kX;
  static_assert(std::is_same_v<decltype(x - x), Matrix>);
  static_assert(std::is_same_v<decltype(kX * 2.0), Matrix>);
  static_assert(std::is_same_v<decltype(1 - kX), Matrix>);
  static_assert(std::is_same_v<decltype(-kX), Matrix>);
  static_assert(std::is_same_v<decltype(kX > 0.0), Matrix>);
  static_assert(std::is_same_v<decltype(kX == kX), Matrix>);
  static_assert(std::is_same_v<decltype(!(kX > 0.0) && kX), Matrix>);
  static_assert(std::is_same_v<decltype(x += kX), Matrix&>);
  static_assert(std::is_same_v<decltype(Vector{1} / Vector{2}), Vector>);
  static_assert(std::is_same_v<decltype(kX - Vector{1, 2, 3}), Matrix>);
  static_assert(std::is_same_v<decltype(zeros(1, 1, 1) + kX), Tensor3>);
  static_assert(std::is_same_v<decltype(zeros(1, 1, 1, 1) * 2), Tensor4>);
  static_assert(std::is_same_v<decltype(kX * xt::view(kX, xt::all(), xt::all())), Matrix>);
  static_assert(std::is_same_v<decltype(xt::where(kX > 0.0, kX, 0.0) - kX), Matrix>);
  static_assert(std::is_same_v<decltype(Labels{1} == 1), Vector>);
}

TEST(Arithmetic, OutlivesItsOperands) {
  const auto difference = [] {
    const Matrix a = kX;
    const Matrix b = kX;
    return a - 2.0 * b;
  };
  const auto d = difference();
  EXPECT_EQ(d, (Matrix{{-1, 2, -3}, {-4, -5, 6}}));
  auto e = Matrix(kX) * Matrix(kX);
  EXPECT_EQ(e(1, 2), 36);
}

TEST(Arithmetic, DoesNotChangeWithItsOperands) {
  Matrix x = kX;
  const auto doubled = x + x;
  x *= 0.0;
  EXPECT_EQ(doubled(1, 2), -12);
}

TEST(Arithmetic, TakesTheMemoryOfATemporary) {
  Matrix x = kX;
  const double* memory = x.data();
  const Matrix result = 1.0 - std::move(x) * 2.0 + kX;
  EXPECT_EQ(result.data(), memory);
  EXPECT_EQ(result, (Matrix{{0, 3, -2}, {-3, -4, 7}}));
}

TEST(Arithmetic, TakesNoMemoryThatIsTooSmall) {
  Matrix row = {{1, 2, 3}};
  const Matrix result = std::move(row) + kX;
  EXPECT_EQ(result, (Matrix{{2, 0, 6}, {5, 7, -3}}));
}

TEST(Arithmetic, InPlace) {
  Matrix x = kX;
  const double* memory = x.data();
  x += kX;
  x -= 1.0;
  x *= as_row(Vector{1, 0, 2});
  x /= as_column(Vector{1, 2});
  EXPECT_EQ(x.data(), memory);
  EXPECT_EQ(x, (Matrix{{1, 0, 10}, {3.5, 0, -13}}));
  x += x;
  EXPECT_EQ(x(0, 0), 2);
  x += xt::view(kX, xt::all(), xt::all());
  EXPECT_EQ(x(0, 0), 3);
}

TEST(Arithmetic, IntegersAreNumbers) {
  EXPECT_EQ(kX * 2, kX + kX);
  EXPECT_EQ((1 / Vector{2, 4}), (Vector{0.5, 0.25}));
}

TEST(Broadcasting, RowsColumnsAndVectors) {
  const Matrix by_column = kX - as_column(Vector{1, 2});
  EXPECT_EQ(by_column, (Matrix{{0, -3, 2}, {2, 3, -8}}));
  const Matrix by_row = as_row(Vector{1, 2, 3}) * kX;
  EXPECT_EQ(by_row, (Matrix{{1, -4, 9}, {4, 10, -18}}));
  EXPECT_EQ((kX * Vector{1, 2, 3}), by_row);
  EXPECT_EQ(as_column(Vector{1, 2}) + as_row(Vector{10, 20, 30}), (Matrix{{11, 21, 31}, {12, 22, 32}}));
  EXPECT_EQ((Matrix{{2}} * kX), kX + kX);
}

// Every way in which two shapes of three axes can fit, against the definition.
TEST(Broadcasting, IsWhatItsDefinitionSays) {
  const std::array<std::size_t, 3> full = {2, 3, 4};
  for (unsigned ones_of_a = 0; ones_of_a < 8; ++ones_of_a) {
    for (unsigned ones_of_b = 0; ones_of_b < 8; ++ones_of_b) {
      std::array<std::size_t, 3> a_shape = full;
      std::array<std::size_t, 3> b_shape = full;
      for (unsigned axis = 0; axis < 3; ++axis) {
        if (ones_of_a >> axis & 1) a_shape[axis] = 1;
        if (ones_of_b >> axis & 1) b_shape[axis] = 1;
      }
      Tensor3 a(a_shape);
      Tensor3 b(b_shape);
      for (std::size_t i = 0; i < a.size(); ++i) a.data()[i] = static_cast<double>(i * i) + 1.0;
      for (std::size_t i = 0; i < b.size(); ++i) b.data()[i] = static_cast<double>(i) - 7.5;
      const Tensor3 result = a / b;
      for (std::size_t i = 0; i < result.shape(0); ++i) {
        for (std::size_t j = 0; j < result.shape(1); ++j) {
          for (std::size_t k = 0; k < result.shape(2); ++k) {
            const auto at = [&](const Tensor3& x) {
              return x(x.shape(0) == 1 ? 0 : i, x.shape(1) == 1 ? 0 : j, x.shape(2) == 1 ? 0 : k);
            };
            ASSERT_EQ(result(i, j, k), at(a) / at(b)) << ones_of_a << " " << ones_of_b;
          }
        }
      }
    }
  }
}

TEST(Broadcasting, OfNothingIsNothing) {
  EXPECT_EQ((zeros(0, 3) + as_row(Vector{1, 2, 3})).shape(), zeros(0, 3).shape());
  EXPECT_EQ((zeros(0, 3) * 2.0).size(), 0u);
  EXPECT_EQ((zeros(2, 0) - as_column(Vector{1, 2})).shape(), zeros(2, 0).shape());
}

TEST(Broadcasting, RefusesShapesInTheCoursesWords) {
  EXPECT_EQ(complaint([] { kX* zeros(4, 5); }),
            "`*` is elementwise: (2, 3) and (4, 5) do not fit; `matmul` multiplies matrices");
  EXPECT_EQ(complaint([] { kX - zeros(3, 3); }), "`-`: (2, 3) and (3, 3) do not fit");
  EXPECT_EQ(complaint([] {
              kX - Vector{1, 2};
            }),
            "`-`: (2, 3) and (2) do not fit; a Vector counts as a row, and `as_column` makes a column of it");
  EXPECT_EQ(complaint([] { Vector{1, 2} > Vector{1, 2, 3}; }), "`>`: (2) and (3) do not fit");
  EXPECT_EQ(complaint([] { where(kX > 0.0, zeros(4, 4), 1.0); }), "`where`: (2, 3) and (4, 4) do not fit");
  Vector v = {1, 2};
  EXPECT_EQ(complaint([&] { v += Vector{1, 2, 3}; }), "`+=`: (2) and (3) do not fit");
  Matrix row = as_row(Vector{1, 2, 3});
  EXPECT_EQ(complaint([&] { row += kX; }), "`+=`: (1, 3) and (2, 3) do not fit");
}

TEST(Broadcasting, RefusesToAddToATensorOfFewerAxes) {
  Vector v = {1, 2, 3};
  EXPECT_EQ(complaint([&] { v += kX; }),
            "`+=`: (3) has no room for (2, 3); `sum` over an axis takes an axis away");
  Matrix x = kX;
  EXPECT_EQ(complaint([&] { x *= ones(2, 2, 3); }),
            "`*=`: (2, 3) has no room for (2, 2, 3); `sum` over an axis takes an axis away");
  EXPECT_EQ(x, kX);
}

TEST(Arithmetic, RefusesWhatWasMovedAway) {
  Matrix x = kX;
  const Matrix taken = std::move(x) * 2.0;
  EXPECT_EQ(complaint([&] { x + taken; }), "a tensor (2, 3) is used after its elements were moved away");
}

TEST(Comparisons, GiveOneAndZero) {
  EXPECT_EQ(kX > 0.0, (Matrix{{1, 0, 1}, {1, 1, 0}}));
  EXPECT_EQ(kX <= -2.0, (Matrix{{0, 1, 0}, {0, 0, 1}}));
  EXPECT_EQ(0.0 < kX, kX > 0.0);
  EXPECT_EQ(kX >= kX, ones(2, 3));
  EXPECT_EQ(kX != kX, zeros(2, 3));
  EXPECT_EQ(kX == as_column(max(kX, 1)), (Matrix{{0, 0, 1}, {0, 1, 0}}));
  EXPECT_EQ((kX > 0.0) || (kX < -5.0), (Matrix{{1, 0, 1}, {1, 1, 1}}));
  EXPECT_EQ(!(kX > 0.0), kX <= 0.0);
  EXPECT_EQ(~(kX > 0.0), kX <= 0.0);
  EXPECT_EQ((kX > 0.0) & (kX < 4.0), (kX > 0.0) && (kX < 4.0));
  EXPECT_EQ((kX > 0.0) | (kX < -5.0), (kX > 0.0) || (kX < -5.0));
}

TEST(Comparisons, WithNanAreFalse) {
  const Vector v = {kNan, 1};
  EXPECT_EQ(v == v, (Vector{0, 1}));
  EXPECT_EQ(v != v, (Vector{1, 0}));
  EXPECT_EQ(v < 2.0, (Vector{0, 1}));
  EXPECT_EQ(v >= 0.0, (Vector{0, 1}));
}

TEST(Comparisons, OfLabels) {
  const Labels labels = {0, 2, 1};
  EXPECT_EQ(labels == 2, (Vector{0, 1, 0}));
  EXPECT_EQ((labels == Labels{0, 1, 1}), (Vector{1, 0, 1}));
  const auto left = 2 - labels;
  EXPECT_EQ((left == 0), (Vector{0, 1, 0}));
}

TEST(XtensorsOwnStyle, StillWorksAsAnOperand) {
  const Matrix x = kX;
  EXPECT_EQ((x - xt::mean(x, {0})), x - as_row(mean(x, 0)));
  EXPECT_EQ((xt::cast<double>(x > 0.0) * x), maximum(x, 0.0));
  EXPECT_EQ((x * xt::sum(x)), x * 5.0);
  EXPECT_EQ(Matrix(xt::where(x > 0.0, x, 0.0)), maximum(x, 0.0));
  EXPECT_EQ((x * xt::ones_like(x)), x);
  const Matrix squares = xt::pow(x, 2);
  EXPECT_EQ(squares, square(x));
  Matrix part = x;
  xt::view(part, 0, xt::all()) = xt::view(x, 1, xt::all()) * 2.0;
  EXPECT_EQ(part(0, 2), -12);
  const xt::xarray<double> free_rank = x;
  EXPECT_EQ(Matrix(x + free_rank), x + x);
}

}  // namespace
}  // namespace backprop
