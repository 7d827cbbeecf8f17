/// What the generator of a mask draws, for layers that keep an element where its number is below a limit.
#pragma once

#include <algorithm>
#include <vector>

#include "grader/ops/call.hpp"

namespace grader {

// The rest belongs to the grader.

/// Returns the median of the first `count` uniform numbers of a generator with this seed. `count` is not 0.
inline double middle_draw(std::uint64_t seed, std::size_t count) {
  backprop::Rng of_mask(seed);
  std::vector<double> draws(count);
  for (double& draw : draws) draw = of_mask.uniform();
  std::ranges::nth_element(draws, draws.begin() + static_cast<std::ptrdiff_t>(count / 2));
  return draws[count / 2];
}

}  // namespace grader
