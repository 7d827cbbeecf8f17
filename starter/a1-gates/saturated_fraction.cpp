#include <backprop/saturated_fraction.hpp>

namespace backprop {

double saturated_fraction(const Matrix& z, double threshold, double share) {
  if (z.size() == 0) throw std::invalid_argument("saturated_fraction: z is empty");
  // TODO(a1.saturated_fraction): on which share of the examples is each unit saturated?
  // Return the fraction of the units that reach `share`.
  throw NotImplemented("saturated_fraction");
}

}  // namespace backprop
