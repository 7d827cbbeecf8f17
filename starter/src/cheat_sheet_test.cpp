// Compiles and runs what the cheat sheet says: its right column is the list of expressions below, no more and
// no less.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <string>

namespace backprop {
namespace {

struct Values {
  Matrix x = {{1.0, -2.0, 3.0}, {4.0, 5.0, -6.0}};
  Matrix y = {{1.0, 2.0, 0.5}, {4.0, 1.0, 2.0}};
  Matrix w = {{1.0, 0.0}, {0.0, 2.0}, {-1.0, 1.0}};
  Vector v = {10.0, 20.0, 30.0};
  Vector u = {1.0, 2.0};
  Tensor3 t = {{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}}, {{7.0, 8.0, 9.0}, {10.0, 11.0, 12.0}}};
  Labels labels = {1, 0};
};

template <class Tensor>
void expect_same(const Tensor& actual, const Tensor& expected) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_DOUBLE_EQ(actual.data()[i], expected.data()[i]);
}
void expect_same(double actual, double expected) { EXPECT_DOUBLE_EQ(actual, expected); }
void expect_same(std::size_t actual, std::size_t expected) { EXPECT_EQ(actual, expected); }
void expect_same(const Labels& actual, const Labels& expected) { EXPECT_EQ(actual, expected); }

std::map<std::string, void (*)()>& rows() {
  static std::map<std::string, void (*)()> all;
  return all;
}

struct Row_ {
  Row_(const std::string& expression, void (*check)()) { rows()[expression] = check; }
};

#define JOINED_(a, b) a##b
#define JOINED(a, b) JOINED_(a, b)
#define VALUES   \
  Values values; \
  [[maybe_unused]] auto& [x, y, w, v, u, t, labels] = values
// The value of an expression.
#define ROW(expected_type, expected, ...)                                         \
  const Row_ JOINED(row_, __LINE__){#__VA_ARGS__, +[] {                           \
                                      VALUES;                                     \
                                      const expected_type actual = (__VA_ARGS__); \
                                      const expected_type wanted = expected;      \
                                      expect_same(actual, wanted);                \
                                    }};
// The contents of a tensor after a statement.
#define STATEMENT(changed, expected, ...)                                       \
  const Row_ JOINED(row_, __LINE__){#__VA_ARGS__, +[] {                         \
                                      VALUES;                                   \
                                      __VA_ARGS__;                              \
                                      const auto actual = changed;              \
                                      const decltype(actual) wanted = expected; \
                                      expect_same(actual, wanted);              \
                                    }};
#define M(...) \
  { __VA_ARGS__ }

ROW(Matrix, M({0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}), zeros(2, 3))
ROW(Matrix, M({1.0, 1.0, 1.0}, {1.0, 1.0, 1.0}), ones(2, 3))
ROW(Matrix, M({0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}), zeros_like(x))
ROW(Vector, M(1.0, 2.0), Vector{1.0, 2.0})
ROW(Matrix, M({1.0, 2.0}, {3.0, 4.0}), Matrix{{1.0, 2.0}, {3.0, 4.0}})
ROW(std::size_t, 2, x.shape(0))
ROW(std::size_t, 6, x.size())
ROW(double, -6.0, x(1, 2))
STATEMENT(x, M({1.0, -2.0, 3.0}, {4.0, 5.0, 5.0}), x(1, 2) = 5.0)
ROW(Vector, M(4.0, 5.0, -6.0), Vector(row_at(x, 1)))
STATEMENT(x, M({1.0, -2.0, 3.0}, {5.0, 7.0, -5.5}), row_at(x, 1) += row_at(y, 0))
ROW(Matrix, M({1.0, -2.0}, {4.0, 5.0}), columns(x, 0, 2))
constexpr std::size_t n = 1;
ROW(double, 4.0, x(n, labels(n)))
ROW(Matrix, M({4.0, 5.0, 6.0}, {10.0, 11.0, 12.0}), at_time(t, 1))
STATEMENT(at_time(t, 1), M({1.0, -2.0, 3.0}, {4.0, 5.0, -6.0}), set_time(t, 1, x))
ROW(Matrix, M({1.0, 2.0, 0.5}, {4.0, 1.0, 2.0}), x + y - x * y / y)
ROW(Matrix, M({-1.0, 2.0, -3.0}, {-4.0, -5.0, 6.0}), -x)
ROW(Matrix, M({2.0, -4.0, 6.0}, {8.0, 10.0, -12.0}), 2.0 * x)
STATEMENT(x, M({2.0, 0.0, 3.5}, {8.0, 6.0, -4.0}), x += y)
ROW(Matrix, M({1.0, 4.0, 9.0}, {16.0, 25.0, 36.0}), square(x))
ROW(Matrix, M({1.0, -8.0, 27.0}, {64.0, 125.0, -216.0}), pow(x, 3.0))
ROW(Matrix, M({-2.0, -1.0}, {10.0, 4.0}), matmul(x, w))
ROW(Matrix, M({1.0, 4.0}, {-2.0, 5.0}, {3.0, -6.0}), transpose(x))
ROW(Matrix, M({17.0, 6.0, 8.5}, {18.0, 1.0, 9.0}, {-21.0, 0.0, -10.5}), matmul(transpose(x), y))
ROW(Matrix, M({10.0, 20.0, 30.0}, {20.0, 40.0, 60.0}), outer(u, v))
ROW(Matrix, M({11.0, 18.0, 33.0}, {14.0, 25.0, 24.0}), x + as_row(v))
ROW(Matrix, M({0.0, -3.0, 2.0}, {2.0, 3.0, -8.0}), x - as_column(u))
ROW(Matrix, M({10.0, 20.0, 30.0}, {10.0, 20.0, 30.0}), repeat_rows(v, 2))
ROW(double, 5.0, sum(x))
ROW(Vector, M(5.0, 3.0, -3.0), sum(x, 0))
ROW(Matrix, M({2.0}, {3.0}), as_column(sum(x, 1)))
ROW(Vector, M(22.0, 26.0, 30.0), sum(t, {0, 1}))
ROW(Vector, M(2.5, 1.5, -1.5), mean(x, 0))
ROW(Vector, M(2.25, 12.25, 20.25), mean(square(x - as_row(mean(x, 0))), 0))
ROW(Vector, M(3.0, 5.0), max(x, 1))
ROW(double, -6.0, min(x))
ROW(Labels, M(2, 1), argmax(x, 1))
ROW(Vector, M(10.0, 30.0, 60.0), cumsum(v))
ROW(Matrix, M({std::exp(1.0), std::exp(-2.0), std::exp(3.0)}, {std::exp(4.0), std::exp(5.0), std::exp(-6.0)}),
    exp(x))
ROW(Matrix, M({1.0, -2.0, 3.0}, {4.0, 5.0, -6.0}), log(exp(x)))
ROW(Matrix,
    M({std::tanh(1.0), std::tanh(-2.0), std::tanh(3.0)}, {std::tanh(4.0), std::tanh(5.0), std::tanh(-6.0)}),
    tanh(x))
ROW(Matrix, M({1.0, std::sqrt(2.0), std::sqrt(3.0)}, {2.0, std::sqrt(5.0), std::sqrt(6.0)}), sqrt(abs(x)))
ROW(Matrix, M({1.0, -1.0, 1.0}, {1.0, 1.0, -1.0}), sign(x))
ROW(Matrix, M({1.0, 0.0, 3.0}, {4.0, 5.0, 0.0}), maximum(x, 0.0))
ROW(Matrix, M({1.0, -2.0, 0.5}, {4.0, 1.0, -6.0}), minimum(x, y))
ROW(Matrix, M({1.0, -1.0, 1.0}, {1.0, 1.0, -1.0}), clip(x, -1.0, 1.0))
ROW(Matrix, M({1.0, -0.2, 3.0}, {4.0, 5.0, -0.6}), where(x > 0.0, x, 0.1 * x))
ROW(Matrix, M({1.0, 0.0, 1.0}, {1.0, 1.0, 0.0}), x > 0.0)
ROW(Matrix, M({1.0, 0.0, 0.0}, {0.0, 0.0, 0.0}), (x > 0.0) && (x < 3.0))
ROW(Matrix, M({0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}), !(x > 0.0))
ROW(Matrix, M({1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}), x == y)
ROW(Vector, M(1.0, 0.0), labels == 1)
ROW(double, 4.0 / 6.0, mean(x > 0.0))
ROW(Matrix, M({1.0, -2.0}, {3.0, 4.0}, {5.0, -6.0}), reshape(x, {3, 2}))
ROW(Matrix, M({1.0, -2.0, 3.0, 1.0, 2.0, 0.5}, {4.0, 5.0, -6.0, 4.0, 1.0, 2.0}), hstack({x, y}))
ROW(double, 3.0, max(2.0, 3.0))

// The last code span of each row's right column.
std::vector<std::string> right_column() {
  std::ifstream page(CHEAT_SHEET);
  std::vector<std::string> expressions;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `")) continue;
    const std::size_t end = line.rfind('`');
    const std::size_t begin = line.rfind('`', end - 1);
    expressions.push_back(line.substr(begin + 1, end - begin - 1));
  }
  return expressions;
}

TEST(CheatSheet, ListsTheExpressionsBelow) {
  std::vector<std::string> compiled;
  for (const auto& [expression, check] : rows()) compiled.push_back(expression);
  EXPECT_THAT(right_column(), testing::UnorderedElementsAreArray(compiled));
}

TEST(CheatSheet, EveryRowHasTheValueThatNumpyHas) {
  for (const auto& [expression, check] : rows()) {
    SCOPED_TRACE(expression);
    check();
  }
}

}  // namespace
}  // namespace backprop
