#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#include <cmath>
#include <limits>

#include "kernels.hpp"
#include "testing/values.hpp"

namespace backprop {
namespace {

const double kInfinity = std::numeric_limits<double>::infinity();

TEST(Elementwise, NumbersTensorsAndExpressions) {
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(abs(kX)(0, 1), 2.0);
  EXPECT_EQ(sqrt(kX * kX), abs(kX));
  EXPECT_DOUBLE_EQ(log(exp(kX))(1, 2), -6.0);
  EXPECT_EQ(tanh(Vector{0, 1000, -1000}), (Vector{0, 1, -1}));
  EXPECT_EQ(abs(xt::view(kX, 0, xt::all())), (Vector{1, 2, 3}));
  EXPECT_EQ(square(3.0), 9.0);
  EXPECT_EQ(pow(2.0, 10.0), 1024.0);
  EXPECT_EQ(pow(2, 10), 1024.0);
  EXPECT_EQ(abs(zeros(2, 1, 2, 1) - 1.0), ones_like(zeros(2, 1, 2, 1)));
}

TEST(Elementwise, TheWordsOfNumpy) {
  EXPECT_EQ(sign(Vector{-3, 0, 2}), (Vector{-1, 0, 1}));
  EXPECT_TRUE(std::isnan(sign(Vector{kNan})(0)));
  EXPECT_EQ(maximum(kX, 0.0), (Matrix{{1, 0, 3}, {4, 5, 0}}));
  EXPECT_EQ(minimum(0.0, kX), (Matrix{{0, -2, 0}, {0, 0, -6}}));
  EXPECT_EQ(maximum(1.0, 2.0), 2.0);
  EXPECT_EQ(clip(kX, -1.0, 3.5), (Matrix{{1, -1, 3}, {3.5, 3.5, -1}}));
  EXPECT_EQ(clip(5.0, 0.0, 1.0), 1.0);
  EXPECT_EQ(equal(kX, 4), (Matrix{{0, 0, 0}, {1, 0, 0}}));
  EXPECT_EQ(square(kX), kX * kX);
  EXPECT_EQ(pow(kX, 2.0), kX * kX);
}

TEST(Elementwise, NanIsNotLost) {
  const Vector v = {kNan, 1};
  EXPECT_TRUE(std::isnan(maximum(v, 0.0)(0)));
  EXPECT_TRUE(std::isnan(maximum(0.0, v)(0)));
  EXPECT_TRUE(std::isnan(minimum(v, Vector{0, kNan})(0)));
  EXPECT_TRUE(std::isnan(minimum(v, Vector{0, kNan})(1)));
  EXPECT_TRUE(std::isnan(clip(v, 0.0, 1.0)(0)));
}

TEST(Where, TakesTensorsAndNumbers) {
  EXPECT_EQ(where(kX > 0.0, kX, 0.0), maximum(kX, 0.0));
  EXPECT_EQ(where(kX > 0.0, 0.0, kX), minimum(kX, 0.0));
  EXPECT_EQ(where(kX > 0.0, 1.0, -1.0), sign(kX));
  EXPECT_EQ(where(kX > 0.0, kX, -kX), abs(kX));
}

TEST(Where, Broadcasts) {
  EXPECT_EQ(where(kX > 0.0, as_column(Vector{7, 8}), as_row(Vector{1, 2, 3})),
            (Matrix{{7, 2, 7}, {8, 8, 3}}));
  EXPECT_EQ(where(as_column(Vector{1, 0}), kX, 0.0), (Matrix{{1, -2, 3}, {0, 0, 0}}));
  EXPECT_EQ(where(Vector{1, 0, 1}, kX, -1), (Matrix{{1, -1, 3}, {4, -1, -6}}));
  EXPECT_EQ(where(Vector{1}, Vector{2}, Vector{3}), Vector{2});
  EXPECT_EQ(where(Vector{0, 1}, Matrix{{2}}, 3.0), (Matrix{{3, 2}}));
}

TEST(Where, DoesNotMixUpTheMemoryOfTemporaries) {
  Matrix x = kX;
  EXPECT_EQ(where(x > 0.0, x * 1.0, x * 2.0), (Matrix{{1, -4, 3}, {4, 5, -12}}));
  EXPECT_EQ(where(Matrix(x), Matrix(x), Matrix(x)), kX);
}

TEST(OwnFunctions, OfTheSameNamesAreAllowed) {
  struct Local {
    static double sign(double v) { return v < 0 ? -1.0 : 1.0; }
  };
  EXPECT_EQ(Local::sign(-2), -1.0);
}

// The error of `value` against `exact`, in units in the last place of the exact value as a double.
double ulps(double value, long double exact) {
  const double rounded = static_cast<double>(exact);
  if (rounded == value || (std::isnan(value) && std::isnan(rounded))) return 0.0;
  if (!std::isfinite(rounded) || !std::isfinite(value)) return kInfinity;
  const double unit = std::nextafter(std::abs(rounded), kInfinity) - std::abs(rounded);
  return static_cast<double>(std::abs(static_cast<long double>(value) - exact) /
                             static_cast<long double>(unit));
}

struct Function {
  const char* name;
  std::size_t index;
  long double (*exact)(long double);
  double from;
  double to;
};

class Accuracy : public testing::TestWithParam<Function> {};

void expect_accurate(const kernels::Loops& loops, const Function& function) {
  constexpr std::size_t kPoints = 200003;  // no multiple of four
  std::vector<double> x(kPoints);
  std::vector<double> y(kPoints);
  const double step = (function.to - function.from) / (kPoints - 1);
  for (std::size_t i = 0; i < kPoints; ++i) x[i] = function.from + step * static_cast<double>(i);
  loops.unary[function.index](x.data(), y.data(), kPoints);
  double worst = 0.0;
  double worst_x = 0.0;
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double error = ulps(y[i], function.exact(x[i]));
    if (!(error <= worst)) {
      worst = error;
      worst_x = x[i];
    }
  }
  EXPECT_LE(worst, 2.0) << function.name << " at " << worst_x;
}

TEST_P(Accuracy, IsTwoUnitsInTheLastPlace) {
  expect_accurate(kernels::portable, GetParam());
  expect_accurate(kernels::loops(), GetParam());
}

// An element's result does not depend on its place in the tensor.
TEST_P(Accuracy, IsTheSameAtEachPlace) {
  const Function& function = GetParam();
  for (const double value : {function.from, 0.3 * function.from + 0.7 * function.to, function.to}) {
    double alone = 0.0;
    kernels::loops().unary[function.index](&value, &alone, 1);
    for (std::size_t n = 1; n <= 9; ++n) {
      std::vector<double> x(n, function.to);
      x[n - 1] = value;
      std::vector<double> y(n);
      kernels::loops().unary[function.index](x.data(), y.data(), n);
      EXPECT_EQ(y[n - 1], alone) << function.name << " of " << value << " in " << n;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Accuracy,
    testing::Values(Function{"exp", 0, std::exp, -1, 1}, Function{"exp", 0, std::exp, -700, 700},
                    Function{"log", 1, std::log, 1e-6, 4}, Function{"log", 1, std::log, 1, 1e300},
                    Function{"tanh", 2, std::tanh, -0.01, 0.01}, Function{"tanh", 2, std::tanh, -25, 25}));

TEST(Elementwise, TheEndsOfTheRange) {
  EXPECT_EQ(exp(Vector{-1000, 1000, kInfinity, -kInfinity}), (Vector{0, kInfinity, kInfinity, 0}));
  EXPECT_EQ(log(Vector{0, kInfinity, 1}), (Vector{-kInfinity, kInfinity, 0}));
  EXPECT_TRUE(std::isnan(log(Vector{-1, 2, 3, 4, 5})(0)));
  EXPECT_TRUE(std::isnan(exp(Vector{1, 2, kNan, 4, 5})(2)));
  EXPECT_TRUE(std::isnan(tanh(Vector{kNan})(0)));
  EXPECT_EQ(tanh(Vector{kInfinity, -kInfinity}), (Vector{1, -1}));
  EXPECT_TRUE(std::signbit(tanh(Vector{-0.0})(0)));
  EXPECT_TRUE(std::isnan(sqrt(Vector{-1})(0)));
}

// The loops that this processor can run.
std::vector<const kernels::Loops*> runnable() {
  std::vector<const kernels::Loops*> all = {&kernels::portable};
#ifdef BACKPROP_HAS_X86_KERNELS
  if (__builtin_cpu_supports("avx2")) all.push_back(&kernels::avx2);
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    all.push_back(&kernels::avx512);
#endif
  return all;
}

TEST(Kernels, TranscendentalFunctionsHaveTheSameBitsOnEveryProcessor) {
  std::vector<double> x(4099);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = std::sin(static_cast<double>(i)) * std::pow(1.005, static_cast<double>(i % 1400));
  for (std::size_t function = 0; function < 3; ++function) {
    std::vector<double> plain(x.size());
    kernels::portable.unary[function](x.data(), plain.data(), x.size());
    for (const kernels::Loops* loops : runnable()) {
      std::vector<double> fast(x.size());
      loops->unary[function](x.data(), fast.data(), x.size());
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isnan(plain[i]) && std::isnan(fast[i])) continue;
        ASSERT_EQ(fast[i], plain[i]) << function << " of " << x[i];
      }
    }
  }
}

TEST(Kernels, HaveTheSameBitsOnEveryProcessor) {
  std::vector<double> a(37);
  std::vector<double> b(37);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = std::sin(static_cast<double>(3 * i + 1)) * 1e3;
    b[i] = std::cos(static_cast<double>(5 * i + 2));
  }
  const kernels::Loops& fast = kernels::loops();
  const kernels::Loops& plain = kernels::portable;
  for (std::size_t operation = 0; operation < std::size(plain.binary); ++operation) {
    std::vector<double> one(a.size());
    std::vector<double> other(a.size());
    fast.binary[operation].tensors(a.data(), b.data(), one.data(), a.size());
    plain.binary[operation].tensors(a.data(), b.data(), other.data(), a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (std::isnan(one[i]) && std::isnan(other[i])) continue;
      EXPECT_EQ(one[i], other[i]) << operation;
    }
    fast.binary[operation].number_left(2.5, b.data(), one.data(), a.size());
    plain.binary[operation].number_left(2.5, b.data(), other.data(), a.size());
    EXPECT_EQ(one, other) << operation;
  }
  for (std::size_t n = 1; n <= a.size(); ++n) {
    EXPECT_EQ(fast.sum(a.data(), n), plain.sum(a.data(), n));
    EXPECT_EQ(fast.max(a.data(), n),
              *std::max_element(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(n)));
    EXPECT_EQ(plain.min(a.data(), n),
              *std::min_element(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(n)));
  }
}

}  // namespace
}  // namespace backprop
