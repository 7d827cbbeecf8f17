#include <backprop/dead_fraction.hpp>

namespace backprop {

double dead_fraction(const Matrix& activations) {
  if (activations.size() == 0) throw std::invalid_argument("dead_fraction: activations is empty");
  // BEGIN SOLUTION function: which units never fire? Return their fraction.
  const Vector fires = max(abs(activations), 0);
  return mean(fires == 0.0);
  // END SOLUTION
}

}  // namespace backprop
