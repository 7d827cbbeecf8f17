#include "grader/ops/spectrum.hpp"

#include <cmath>

namespace grader {

using backprop::Matrix;
using backprop::Rng;

namespace {

constexpr std::size_t kReflections = 3;  // enough to change every element of the matrix
constexpr double kAboveDiagonal = 0.6;   // the size of elements above the blocks, relative to the radius

// A complex pair of eigenvalues, away from the real axis.
void put_pair(Matrix& t, std::size_t at, double magnitude, Rng& rng) {
  const double angle = 0.4 + 2.3 * rng.uniform();
  t(at, at) = t(at + 1, at + 1) = magnitude * std::cos(angle);
  t(at, at + 1) = -magnitude * std::sin(angle);
  t(at + 1, at) = magnitude * std::sin(angle);
}

// Returns how many rows, from the top, the largest eigenvalues take.
std::size_t put_largest(Matrix& t, Largest largest, Rng& rng) {
  switch (largest) {
    case Largest::positive:
    case Largest::negative:
      t(0, 0) = largest == Largest::positive ? 1.0 : -1.0;
      return 1;
    case Largest::opposite:
      t(0, 0) = 1.0;
      t(1, 1) = -1.0;
      return 2;
    case Largest::complex_pair:
    case Largest::all:
      break;
  }
  put_pair(t, 0, 1.0, rng);
  return 2;
}

// Multiplies x by (1 - 2 v v^T) from the right and the left, for a random direction v.
Matrix reflected(const Matrix& x, Rng& rng) {
  Matrix v = rng.normal(1, x.shape(0));
  v /= std::sqrt(backprop::sum(v * v));
  const Matrix vt = backprop::transpose(v);
  const Matrix right = x - 2.0 * backprop::matmul(backprop::matmul(x, vt), v);
  return right - 2.0 * backprop::matmul(vt, backprop::matmul(v, right));
}

}  // namespace

Matrix matrix_with_spectrum(Rng& rng, std::size_t size, Largest largest, double radius, double others) {
  Matrix t = backprop::zeros(size, size);
  const bool all = largest == Largest::all;
  std::size_t row = put_largest(t, largest, rng);
  while (row < size) {
    const double magnitude = all ? 1.0 : others * rng.uniform();
    if (row + 1 < size) {
      put_pair(t, row, magnitude, rng);
    } else {
      t(row, row) = magnitude;
    }
    row += 2;
  }
  // When all eigenvalues have one magnitude, nothing couples the blocks: coupling would make equal
  // eigenvalues ill-conditioned.
  const double above = all ? 0.0 : kAboveDiagonal / std::sqrt(static_cast<double>(size));
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = i + 1; j < size; ++j) {
      if (t(i, j) == 0.0 && t(j, i) == 0.0) t(i, j) = above * rng.normal();
    }
  }
  for (std::size_t k = 0; k < kReflections; ++k) t = reflected(t, rng);
  return radius * t;
}

}  // namespace grader
