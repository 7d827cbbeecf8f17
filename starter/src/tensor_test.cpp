#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include <cmath>
#include <limits>

namespace backprop {
namespace {

const Matrix kX = {{1, -2, 3}, {4, 5, -6}};

template <class Call>
std::string complaint(Call call) {
  try {
    call();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Matmul, MultipliesAndNamesSizesThatDoNotFit) {
  EXPECT_EQ(matmul(kX, Matrix{{1}, {0}, {2}}), (Matrix{{7}, {-8}}));
  EXPECT_EQ(complaint([] { matmul(kX, kX); }), "matmul: (2, 3) times (2, 3), the inner sizes differ");
}

TEST(Matmul, OfNothingIsZero) {
  EXPECT_EQ(matmul(zeros(2, 0), zeros(0, 3)), zeros(2, 3));
  EXPECT_EQ(matmul(zeros(0, 2), zeros(2, 3)).shape(), zeros(0, 3).shape());
}

TEST(Matmul, LawsHold) {
  const Matrix y = {{0.5, 2}, {-1, 3}, {4, 1}};
  EXPECT_EQ(transpose(matmul(kX, y)), matmul(transpose(y), transpose(kX)));
  EXPECT_EQ(transpose(transpose(kX)), kX);
}

TEST(Outer, HasEveryProduct) {
  EXPECT_EQ(outer(Vector{1, 2}, Vector{3, 4, 5}), (Matrix{{3, 4, 5}, {6, 8, 10}}));
}

TEST(Reductions, AlongAnAxisAndOverAll) {
  EXPECT_EQ(sum(kX, 0), (Vector{5, 3, -3}));
  EXPECT_EQ(sum(kX, 1), (Vector{2, 3}));
  EXPECT_EQ(sum(kX), 5);
  EXPECT_EQ(mean(kX, 0), (Vector{2.5, 1.5, -1.5}));
  EXPECT_EQ(mean(kX), 5.0 / 6.0);
  EXPECT_EQ(max(kX, 1), (Vector{3, 5}));
  EXPECT_EQ(max(kX), 5);
  EXPECT_EQ(max(Tensor3({2, 1, 2}, -3.0)), -3);
}

TEST(Reductions, TakeExpressionsAndRvalues) {
  Matrix x = kX;  // not const: xtensor's own functions would be the better match, were these not objects
  EXPECT_EQ(sum(x, 0), (Vector{5, 3, -3}));
  EXPECT_EQ(sum(2.0 * x, 1), (Vector{4, 6}));
  EXPECT_EQ(mean(Matrix(x)), 5.0 / 6.0);
  EXPECT_EQ(sum(xt::cast<double>(x > 0.0)), 4);
}

TEST(Reductions, RefuseAxesThatAreNotThereAndNothing) {
  EXPECT_EQ(complaint([] { sum(kX, 2); }), "sum: a Matrix has axes 0 and 1, not 2");
  EXPECT_EQ(complaint([] { mean(zeros(0, 3), 0); }), "mean: an empty axis has no mean");
  EXPECT_EQ(complaint([] { max(zeros(2, 0)); }), "max: an empty tensor has no maximum");
  EXPECT_EQ(sum(zeros(0, 3), 0), zeros(3));
}

TEST(Broadcasting, ByColumnAndRow) {
  EXPECT_EQ(Matrix(kX - as_column(max(kX, 1))), (Matrix{{-2, -5, 0}, {-1, 0, -11}}));
  EXPECT_EQ(Matrix(kX + as_row(Vector{1, 1, 1})), (Matrix{{2, -1, 4}, {5, 6, -5}}));
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
  EXPECT_EQ(complaint([&] { at_time(x, 4); }), "at_time: step 4 of a tensor that is (2, 4, 3) = (N, T, D)");
  EXPECT_EQ(complaint([&] { set_time(x, 0, zeros(2, 2)); }),
            "set_time: step is (2, 2), expected (2, 3) = (N, D)");
}

TEST(Elementwise, NumbersTensorsAndExpressions) {
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(abs(kX)(0, 1), 2.0);
  EXPECT_EQ(sqrt(kX * kX), abs(kX));
  EXPECT_DOUBLE_EQ(log(exp(kX))(1, 2), -6.0);
  EXPECT_EQ(tanh(Vector{0, 1000, -1000}), (Vector{0, 1, -1}));
}

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

TEST(Indexing, OutOfRangeIsAnExceptionAndNotDamage) {
  const Matrix x = zeros(2, 3);
  EXPECT_ANY_THROW(x(2, 0));
}

}  // namespace
}  // namespace backprop
