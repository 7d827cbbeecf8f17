// The variance first, its root last; each weight scaled by std::for_each.
#include <algorithm>
#include <backprop/xavier_init.hpp>
#include <cmath>

namespace backprop {

Matrix xavier_init(std::size_t fan_in, std::size_t fan_out, Rng& rng) {
  if (fan_in + fan_out == 0) throw std::invalid_argument("xavier_init: fan_in + fan_out is 0");
  const double variance = 1.0 / (0.5 * static_cast<double>(fan_in) + 0.5 * static_cast<double>(fan_out));
  Matrix w = rng.normal(fan_in, fan_out);
  std::for_each(w.begin(), w.end(), [&](double& weight) { weight *= std::sqrt(variance); });
  return w;
}

}  // namespace backprop
