// Counts with whole numbers, and compares count against share times N only at the end.
#include <algorithm>
#include <backprop/saturated_fraction.hpp>

namespace backprop {

double saturated_fraction(const Matrix& z, double threshold, double share) {
  if (z.size() == 0) throw std::invalid_argument("saturated_fraction: z is empty");
  const Matrix units = transpose(z);
  std::size_t saturated = 0;
  for (std::size_t d = 0; d < units.shape(0); ++d) {
    const auto unit = xt::view(units, d, xt::all());
    const auto count = std::count_if(unit.begin(), unit.end(),
                                     [&](double value) { return (1.0 - value) * value < threshold; });
    saturated += static_cast<double>(count) / static_cast<double>(z.shape(0)) >= share;
  }
  return static_cast<double>(saturated) / static_cast<double>(units.shape(0));
}

}  // namespace backprop
