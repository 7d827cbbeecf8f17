#include <backprop/dead_fraction.hpp>

namespace backprop {

double dead_fraction(const Matrix& activations) {
  if (activations.size() == 0) throw std::invalid_argument("dead_fraction: activations is empty");
  // TODO(a2.dead_fraction): which units never fire? Return their fraction.
  throw NotImplemented("dead_fraction");
}

}  // namespace backprop
