// Divided by sqrt(fan_in / 2), which is the inverse of what it is usually multiplied by.
#include <backprop/he_init.hpp>
#include <cmath>

namespace backprop {

Matrix he_init(std::size_t fan_in, std::size_t fan_out, Rng& rng) {
  if (fan_in == 0) throw std::invalid_argument("he_init: fan_in is 0");
  return rng.normal(fan_in, fan_out) / std::sqrt(static_cast<double>(fan_in) / 2.0);
}

}  // namespace backprop
