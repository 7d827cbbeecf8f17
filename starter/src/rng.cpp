#include <backprop/rng.hpp>
#include <cmath>
#include <numbers>

namespace backprop {

double Rng::uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

double Rng::normal() {
  // 1 - u lies in (0, 1], so the log is finite.
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::size_t Rng::index(std::size_t n) { return static_cast<std::size_t>(uniform() * static_cast<double>(n)); }

Matrix Rng::normal(std::size_t rows, std::size_t columns) {
  Matrix result = zeros(rows, columns);
  for (double& value : result) value = normal();
  return result;
}

Matrix Rng::uniform(std::size_t rows, std::size_t columns) {
  Matrix result = zeros(rows, columns);
  for (double& value : result) value = uniform();
  return result;
}

}  // namespace backprop
