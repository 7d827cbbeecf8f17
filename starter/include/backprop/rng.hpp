/// Random numbers that are the same on every machine, compiler and standard library: the C++ standard fixes
/// the bits of std::mt19937_64 but not those of std::normal_distribution, so the distributions are here.
#pragma once

#include <backprop/tensor.hpp>
#include <random>

namespace backprop {

class Rng {
 public:
  explicit Rng(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [0, 1), with 53 random bits.
  double uniform();
  /// Standard normal: mean 0, variance 1 (Box and Muller, 1958).
  double normal();
  /// Uniform in {0, ..., n - 1}; n > 0.
  std::size_t index(std::size_t n);

  /// (rows, columns) of independent standard normals, drawn row by row.
  Matrix normal(std::size_t rows, std::size_t columns);
  /// (rows, columns) of independent uniforms in [0, 1), drawn row by row.
  Matrix uniform(std::size_t rows, std::size_t columns);

 private:
  std::mt19937_64 engine_;
};

}  // namespace backprop
