/// For tests: numpy's random numbers, by the 32-bit Mersenne Twister and Marsaglia's polar method. Published
/// values often begin with them.
#pragma once

#include <backprop/tensor.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>

namespace backprop {

/// What np.random.seed(seed) and np.random.randn give.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  Matrix randn(std::size_t rows, std::size_t columns) {
    Matrix result = zeros(rows, columns);
    for (double& value : result) value = normal();
    return result;
  }
  Tensor4 randn(std::size_t n, std::size_t c, std::size_t h, std::size_t w) {
    Tensor4 result = zeros(n, c, h, w);
    for (double& value : result) value = normal();
    return result;
  }
  Vector randn(std::size_t size) {
    Vector result = zeros(size);
    for (double& value : result) value = normal();
    return result;
  }

 private:
  double uniform() {
    const auto high = static_cast<double>(engine_() >> 5);
    const auto low = static_cast<double>(engine_() >> 6);
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  double normal() {
    if (kept_) {
      const double value = *kept_;
      kept_.reset();
      return value;
    }
    for (;;) {
      const double x = 2.0 * uniform() - 1.0;
      const double y = 2.0 * uniform() - 1.0;
      const double square = x * x + y * y;
      if (square >= 1.0 || square == 0.0) continue;
      const double factor = std::sqrt(-2.0 * std::log(square) / square);
      kept_ = factor * x;
      return factor * y;
    }
  }

  std::mt19937 engine_;
  std::optional<double> kept_;
};

}  // namespace backprop
