#include <backprop/xavier_init.hpp>
#include <cmath>

namespace backprop {

Matrix xavier_init(std::size_t fan_in, std::size_t fan_out, Rng& rng) {
  if (fan_in + fan_out == 0) throw std::invalid_argument("xavier_init: fan_in + fan_out is 0");
  // TODO(a1.xavier_init): draw standard normals, then give them the right standard deviation.
  throw NotImplemented("xavier_init");
}

}  // namespace backprop
