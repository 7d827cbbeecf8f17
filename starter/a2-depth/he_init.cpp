#include <backprop/he_init.hpp>
#include <cmath>

namespace backprop {

Matrix he_init(std::size_t fan_in, std::size_t fan_out, Rng& rng) {
  if (fan_in == 0) throw std::invalid_argument("he_init: fan_in is 0");
  // TODO(a2.he_init): draw standard normals, then give them the right standard deviation.
  throw NotImplemented("he_init");
}

}  // namespace backprop
