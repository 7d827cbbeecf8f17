// Checks the spectral radius against LAPACK's eigenvalues and against the properties that define it.
#include <backprop/spectral_radius.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <xtensor-blas/xlinalg.hpp>

#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/spectrum.hpp"
#include "grader/ops/xtensor_bridge.hpp"

namespace grader {
namespace {

using backprop::Matrix;
using backprop::Rng;
using backprop::spectral_radius;

double largest_eigenvalue(const Matrix& w) {
  double largest = 0.0;
  for (const auto& eigenvalue : xt::linalg::eigvals(w)) largest = std::max(largest, std::abs(eigenvalue));
  return largest;
}

void expect_relative(double actual, double expected, double tolerance, const std::string& what) {
  EXPECT_TRUE(std::abs(actual - expected) <= tolerance * expected)
      << what << ": " << actual << " " << expected;
}

constexpr Largest kAll[] = {Largest::positive, Largest::negative, Largest::complex_pair, Largest::opposite,
                            Largest::all};

TEST(SpectralRadius, IsTheMagnitudeOfTheLargestEigenvalue) {
  Rng rng(1);
  bool complex = false;
  for (std::size_t size = 1; size <= 20; ++size) {
    for (int i = 0; i < 10; ++i) {
      const Matrix w = rng.normal(size, size);
      expect_relative(spectral_radius(w), largest_eigenvalue(w), 1e-10, "size " + std::to_string(size));
      const auto all = xt::linalg::eigvals(w);
      const auto largest = std::max_element(
          all.begin(), all.end(), [](const auto& a, const auto& b) { return std::abs(a) < std::abs(b); });
      complex |= std::abs(largest->imag()) > 0.1;
    }
  }
  EXPECT_TRUE(complex) << "complex pairs must be among them";
}

TEST(SpectralRadius, IsRightForEverySpectrumOfTheProbes) {
  Rng rng(2);
  for (const Largest largest : kAll) {
    for (const std::size_t size : {2, 3, 8, 24}) {
      for (const double radius : {1e-150, 0.5, 1.0, 7.0, 1e200}) {
        const Matrix w = matrix_with_spectrum(rng, size, largest, radius, 0.9);
        const std::string what = "kind " + std::to_string(static_cast<int>(largest)) + ", size " +
                                 std::to_string(size) + ", radius " + std::to_string(radius);
        expect_relative(spectral_radius(w), radius, 1e-12, what);
        if (radius < 10 && radius > 0.1) expect_relative(largest_eigenvalue(w), radius, 1e-12, what);
      }
    }
  }
}

TEST(SpectralRadius, IsNotTheSpectralNorm) {
  Rng rng(3);
  for (const Largest largest :
       {Largest::positive, Largest::negative, Largest::complex_pair, Largest::opposite}) {
    const Matrix w = matrix_with_spectrum(rng, 24, largest, 1.0, 0.9);
    EXPECT_GT(xt::linalg::norm(w, 2), 1.05);
  }
}

TEST(SpectralRadius, ScalesWithTheMatrixAndIsThatOfItsTranspose) {
  Rng rng(4);
  const Matrix w = rng.normal(7, 7);
  const double radius = spectral_radius(w);
  for (const double factor : {-3.0, 1e-200, 1e200}) {
    expect_relative(spectral_radius(factor * w), std::abs(factor) * radius, 1e-13, std::to_string(factor));
  }
  expect_relative(spectral_radius(backprop::transpose(w)), radius, 1e-12, "transposed");
  expect_relative(spectral_radius(backprop::matmul(w, w)), radius * radius, 1e-12, "squared");
}

// From (1, 0, ...) or from (1, ..., 1), the first products look as if a smaller eigenvalue were the largest.
TEST(SpectralRadius, IsFoundOverAWeakLink) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    std::size_t cases = 0;
    for (const CaseTranscript& entry : cases::plan(*find_op("spectral_radius"), seed)) {
      if (entry.probe != "weak-link") continue;
      const Matrix w = to_matrix(entry.the_case.inputs.at("w"));
      std::vector<double> sizes;
      for (const auto& eigenvalue : xt::linalg::eigvals(w)) sizes.push_back(std::abs(eigenvalue));
      std::ranges::sort(sizes, std::greater<>());
      EXPECT_LE(sizes[1], 0.5 * sizes[0]);
      expect_relative(spectral_radius(w), sizes[0], 1e-12, "weak link");
      Matrix start = backprop::zeros(w.shape(0), std::size_t{1});
      for (std::size_t h = 0; h < (cases == 0 ? 1 : w.shape(0)); ++h) start(h, 0) = 1.0;
      const Matrix once = backprop::matmul(w, start);
      const double length = std::sqrt(backprop::sum(once * once) / backprop::sum(start * start));
      EXPECT_NEAR(length / sizes[0], 0.4, 1e-6);
      ++cases;
    }
    EXPECT_EQ(cases, 2u);
  }
}

TEST(SpectralRadius, OfMatricesWorkedOutByHand) {
  EXPECT_EQ(spectral_radius(backprop::zeros(3, 3)), 0.0);
  EXPECT_EQ(spectral_radius(Matrix{{0.0, 1.0}, {0.0, 0.0}}), 0.0) << "nilpotent: its square is 0";
  EXPECT_NEAR(spectral_radius(Matrix{{-4.0}}), 4.0, 1e-14);
  EXPECT_NEAR(spectral_radius(Matrix{{0.0, -2.0}, {2.0, 0.0}}), 2.0, 1e-14) << "a quarter turn: 2i and -2i";
  EXPECT_NEAR(spectral_radius(Matrix{{1.0, 100.0}, {0.0, 1.0}}), 1.0, 1e-12) << "a Jordan block";
  EXPECT_THROW(spectral_radius(backprop::zeros(2, 3)), backprop::ShapeError);
}

}  // namespace
}  // namespace grader
