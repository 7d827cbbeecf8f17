// A unit is taken off the list of the dead as soon as it fires.
#include <algorithm>
#include <backprop/dead_fraction.hpp>
#include <set>

namespace backprop {

double dead_fraction(const Matrix& activations) {
  if (activations.size() == 0) throw std::invalid_argument("dead_fraction: activations is empty");
  std::set<std::size_t> dead;
  for (std::size_t d = 0; d < activations.shape(1); ++d) dead.insert(d);
  for (std::size_t n = 0; n < activations.shape(0); ++n) {
    std::erase_if(dead, [&](std::size_t d) { return activations(n, d) != 0.0; });
  }
  return static_cast<double>(dead.size()) / static_cast<double>(activations.shape(1));
}

}  // namespace backprop
