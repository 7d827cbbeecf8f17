#include <backprop/saturated_fraction.hpp>

namespace backprop {

double saturated_fraction(const Matrix& z, double threshold, double share) {
  if (z.size() == 0) throw std::invalid_argument("saturated_fraction: z is empty");
  // BEGIN SOLUTION function: on which share of the examples is each unit saturated?
  // Return the fraction of the units that reach `share`.
  const Vector saturated_share = mean(z * (1.0 - z) < threshold, 0);
  return mean(saturated_share >= share);
  // END SOLUTION
}

}  // namespace backprop
