#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include <type_traits>

#include "testing/complaint.hpp"
#include "testing/values.hpp"

namespace backprop {
namespace {

TEST(Matmul, MultipliesAndNamesSizesThatDoNotFit) {
  EXPECT_EQ(matmul(kX, Matrix{{1}, {0}, {2}}), (Matrix{{7}, {-8}}));
  EXPECT_EQ(complaint([] { matmul(kX, kX); }), "matmul: (2, 3) times (2, 3), the inner sizes differ");
  EXPECT_EQ(complaint([] { matmul(transpose(kX), zeros(3, 1)); }),
            "matmul: (3, 2) times (3, 1), the inner sizes differ");
}

TEST(Matmul, OfNothingIsZero) {
  EXPECT_EQ(matmul(zeros(2, 0), zeros(0, 3)), zeros(2, 3));
  EXPECT_EQ(matmul(zeros(0, 2), zeros(2, 3)).shape(), zeros(0, 3).shape());
  EXPECT_EQ(matmul(transpose(zeros(0, 2)), zeros(0, 3)), zeros(2, 3));
}

TEST(Matmul, OfTransposedIsThatOfTheirCopies) {
  const Matrix y = {{0.5, 2, 1}, {-1, 3, 0}};
  const Matrix xt = transpose(kX);
  const Matrix yt = transpose(y);
  EXPECT_EQ(matmul(transpose(kX), y), matmul(xt, y));
  EXPECT_EQ(matmul(kX, transpose(y)), matmul(kX, yt));
  EXPECT_EQ(matmul(transpose(xt), transpose(y)), matmul(kX, yt));
  EXPECT_EQ(matmul(transpose(xt * 2.0), yt), matmul(kX * 2.0, yt));
}

TEST(Matmul, LawsHold) {
  const Matrix y = {{0.5, 2}, {-1, 3}, {4, 1}};
  EXPECT_EQ(Matrix(transpose(matmul(kX, y))), matmul(transpose(y), transpose(kX)));
  EXPECT_EQ(transpose(transpose(kX)), kX);
}

TEST(Outer, HasEveryProduct) {
  EXPECT_EQ(outer(Vector{1, 2}, Vector{3, 4, 5}), (Matrix{{3, 4, 5}, {6, 8, 10}}));
}

TEST(Pieces, ColumnsAndHstackAreInverse) {
  EXPECT_EQ(columns(kX, 1, 3), (Matrix{{-2, 3}, {5, -6}}));
  EXPECT_EQ(hstack({columns(kX, 0, 1), columns(kX, 1, 3)}), kX);
  EXPECT_EQ(complaint([] { columns(kX, 2, 4); }), "columns: [2, 4) of a tensor that is (2, 3)");
  EXPECT_EQ(complaint([] { hstack({kX, zeros(3, 1)}); }), "hstack: a part is (3, 1), the first has 2 rows");
}

TEST(Pieces, TimeStepsAreReadAndWritten) {
  Tensor3 x({2, 4, 3}, 0.0);
  set_time(x, 2, kX);
  EXPECT_EQ(at_time(x, 2), kX);
  EXPECT_EQ(at_time(x, 1), zeros(2, 3));
  EXPECT_EQ(zeros(2, 4, 3), Tensor3({2, 4, 3}, 0.0));
  EXPECT_EQ(complaint([&] { at_time(x, std::size_t{0} - 1); }),
            "at_time: step -1 of a tensor that is (2, 4, 3) = (N, T, D)");
  EXPECT_EQ(complaint([&] { at_time(x, 4); }), "at_time: step 4 of a tensor that is (2, 4, 3) = (N, T, D)");
  EXPECT_EQ(complaint([&] { set_time(x, 0, zeros(2, 2)); }),
            "set_time: step is (2, 2), expected (2, 3) = (N, D)");
}

TEST(Rows, AreWrittenInPlace) {
  Matrix x = kX;
  row_at(x, 0) += row_at(kX, 1);
  row_at(x, 0) += row_at(x, 0);
  row_at(x, 1) -= row_at(kX, 0);
  EXPECT_EQ(x, (Matrix{{10, 6, -6}, {3, 7, -9}}));
  row_at(x, 1) = row_at(x, 0);
  EXPECT_EQ(Vector(row_at(x, 1)), (Vector{10, 6, -6}));
  Tensor3 t = zeros(2, 2, 3);
  row_at(t, 1, 0) = row_at(kX, 1);
  EXPECT_EQ(at_time(t, 0), (Matrix{{0, 0, 0}, {4, 5, -6}}));
}

TEST(Rows, AreOperandsAsVectorsAre) {
  Matrix x = kX;
  const Vector v = {1, 1, 1};
  EXPECT_EQ(row_at(kX, 0) * 2.0, (Vector{2, -4, 6}));
  EXPECT_EQ(row_at(x, 0) + row_at(kX, 1), (Vector{5, 3, -3}));
  EXPECT_EQ(sum(row_at(kX, 1)), 3);
  EXPECT_EQ(abs(row_at(kX, 0)), (Vector{1, 2, 3}));
  EXPECT_EQ(row_at(kX, 0)(1), -2);
  Vector total = zeros(3);
  total += row_at(kX, 0);
  EXPECT_EQ(total, (Vector{1, -2, 3}));
  row_at(x, 0) += v;
  row_at(x, 0) -= 2.0 * v;
  row_at(x, 0) *= 2.0;
  EXPECT_EQ(x, (Matrix{{0, -6, 4}, {4, 5, -6}}));
  row_at(x, 1) = 0.0;
  row_at(x, 0) = v;
  row_at(x, 0) /= 2.0;
  row_at(x, 1)(2) = 7;
  EXPECT_EQ(x, (Matrix{{0.5, 0.5, 0.5}, {0, 0, 7}}));
  EXPECT_EQ(complaint([&] { row_at(x, 0) += Vector{1}; }), "row_at: `+=` of a row of 3 and one of 1");
  EXPECT_EQ(complaint([&] { row_at(x, 0)(3) = 1; }), "element 3 of a row of 3");
}

TEST(Rows, ThatAreNotThereAreRefused) {
  Matrix x = kX;
  EXPECT_EQ(complaint([&] { row_at(x, 2); }), "row_at: row 2 of a tensor that is (2, 3)");
  EXPECT_EQ(complaint([&] { row_at(kX, -1); }), "row_at: row -1 of a tensor that is (2, 3)");
  EXPECT_EQ(complaint([&] { row_at(zeros_like(zeros(1, 2, 3)) = zeros(1, 2, 3), 0, 2); }),
            "row_at: step 2 of a tensor that is (1, 2, 3) = (N, T, D)");
  EXPECT_EQ(complaint([&] { row_at(x, 0) += row_at(zeros_like(x) = zeros(1, 2), 0); }),
            "row_at: `+=` of a row of 3 and one of 2");
}

// `auto t = transpose(x)` is a tensor of its own, whatever becomes of x.
TEST(Transpose, OutlivesItsMatrix) {
  const auto of_a_local = [] {
    Matrix local = kX;
    return transpose(local);
  };
  const auto t = of_a_local();
  EXPECT_EQ(t(2, 0), 3);
  EXPECT_EQ(t.shape(0), 3u);
  Matrix x = kX;
  const auto before = transpose(x);
  const auto copy = before;
  x *= 0.0;
  EXPECT_EQ(before(0, 1), 4);
  EXPECT_EQ(Matrix(copy), (Matrix{{1, 4}, {-2, 5}, {3, -6}}));
  const auto of_a_temporary = transpose(kX + kX);
  EXPECT_EQ(of_a_temporary(2, 1), -12);
  EXPECT_EQ(matmul(of_a_temporary, Matrix{{1}, {0}}), (Matrix{{2}, {-4}, {6}}));
}

TEST(Transpose, IsNotCopiedForAProduct) {
  Matrix x = kX;
  const double* seen = nullptr;
  const auto look = [&](const Transposed& t) { seen = t.untransposed(); };
  look(transpose(x));
  EXPECT_EQ(seen, x.data());
}

TEST(Transpose, IsATensorAsAnyOther) {
  EXPECT_EQ(transpose(kX) * 2.0, (Matrix{{2, 8}, {-4, 10}, {6, -12}}));
  EXPECT_EQ(exp(transpose(zeros(1, 2))), (Matrix{{1}, {1}}));
  EXPECT_EQ(Vector(xt::view(transpose(kX), 0, xt::all())), (Vector{1, 4}));
  EXPECT_EQ(Vector(xt::sum(transpose(kX), {1})), (Vector{5, 3, -3}));
  EXPECT_EQ(Matrix(transpose(xt::view(kX, xt::all(), xt::range(0, 1)))), (Matrix{{1, 4}}));
  double total = 0.0;
  for (const double value : transpose(kX)) total = 2.0 * total + value;
  EXPECT_EQ(total, 2 * (2 * (2 * (2 * (2 * 1.0 + 4) - 2) + 5) + 3) - 6);
  EXPECT_EQ(zeros_like(transpose(kX)), zeros(3, 2));
  const auto takes_a_matrix = [](const Matrix& m) { return m(2, 1); };
  EXPECT_EQ(takes_a_matrix(transpose(kX)), -6);
}

}  // namespace
}  // namespace backprop
