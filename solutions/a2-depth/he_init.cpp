#include <backprop/he_init.hpp>
#include <cmath>

namespace backprop {

Matrix he_init(std::size_t fan_in, std::size_t fan_out, Rng& rng) {
  if (fan_in == 0) throw std::invalid_argument("he_init: fan_in is 0");
  // BEGIN SOLUTION function: draw standard normals, then give them the right standard deviation.
  return std::sqrt(2.0 / static_cast<double>(fan_in)) * rng.normal(fan_in, fan_out);
  // END SOLUTION
}

}  // namespace backprop
